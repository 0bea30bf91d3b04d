"""Options that all tests share."""


def pytest_addoption(parser):
    parser.addoption(
        "--update-frames",
        action="store_true",
        help="write the screens as they are now over the frames that the tests compare with",
    )
