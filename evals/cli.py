"""placeholder being written"""
from assistant.cli import app, run


def main() -> None:
    run(app)
if __name__ == "__main__":
    main()
