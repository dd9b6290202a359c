"""What trainers hand out: quizzes, flash cards, handouts and scenarios, each statement with its place."""
