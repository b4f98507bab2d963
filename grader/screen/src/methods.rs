//! Methods of what there is that lead to what is not there.
//!
//! The allow-list has no `Path`, but an allowed `Command` hands one out, and with it come `Path::exists`, `read_dir` and
//! all the rest. A type's own methods cannot be left out of a list of items, so these are refused by name. That is
//! enough: no macro can put a name together, so that it stands in the file of whoever calls it.

use crate::Offence;
use crate::lexer::Token;
use crate::paths::Capability;

/// The method, what has to be allowed for what it leads to, and where that is.
const METHODS: [(&str, Capability, &str); 1] = [(
    "get_current_dir",
    Capability::Fs,
    "it leads to a `Path`, and that to files, which are not there in this exercise; keep the folder in a `String`",
)];

/// All of these in the file.
pub fn offences(tokens: &[Token<'_>], allowed: &[Capability]) -> Vec<Offence> {
    let offence = |token: &Token<'_>| {
        let name = token.text.strip_prefix("r#").unwrap_or(token.text);
        let (method, needs, reason) = METHODS.iter().find(|(method, ..)| *method == name)?;
        (!allowed.contains(needs)).then(|| Offence {
            line: token.line,
            message: format!("`{method}` is not allowed: {reason}"),
        })
    };
    tokens.iter().filter_map(offence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokens;

    #[test]
    fn a_method_that_leads_out_is_found_however_it_is_called() {
        for text in [
            "command.get_current_dir()",
            "Command::get_current_dir(&command)",
            "command.r#get_current_dir()",
            "call!(command, get_current_dir)",
        ] {
            let found = offences(&tokens(text), &[Capability::Process]);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(offences(&tokens(text), &[Capability::Fs]), [], "{text}");
        }
    }

    #[test]
    fn its_name_in_a_text_or_within_another_is_none() {
        let text = "// get_current_dir\nfn get_current_dir_of() -> &str { \"get_current_dir\" }";
        assert_eq!(offences(&tokens(text), &[]), []);
    }
}
