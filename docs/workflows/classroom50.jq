# From the grader's JSON (schema 1) to Classroom 50's result (classroom50/result/v1): a test for each check of one
# practical. Points are whole numbers in both. What could not be decided is not passed, and says so in its name.
[.exercises[] | select(.practical == $practical) | .name as $exercise | .checks[] | {
  "test-name": ($exercise + "/" + .name + (if .verdict == "inconclusive" or .verdict == "grader_fault" then " (undecided)" else "" end)),
  passed: (.verdict == "passed"),
  score: .points,
  "max-score": .max_points,
  message: .message
}] as $tests
| {
  schema: "classroom50/result/v1",
  classroom: $classroom,
  assignment: $assignment,
  assignment_type: "individual",
  owner: $owner,
  submission: $submission,
  commit: $commit,
  release: ($repository + "/releases/tag/" + $submission),
  review: ($repository + "/commit/" + $commit),
  datetime: $datetime,
  graded_at: $graded_at,
  score: ([$tests[].score] | add // 0),
  "max-score": ([$tests[]["max-score"]] | add // 0),
  tests: $tests,
  submitted_by: $by
}
