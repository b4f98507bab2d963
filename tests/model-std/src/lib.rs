//! Nothing of its own: what is tested is model-std, and the tests are in `tests`.
