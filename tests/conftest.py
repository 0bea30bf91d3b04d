"""What all tests share."""

import pytest
from hypothesis import settings

# No test depends on how fast the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser):
    parser.addoption(
        "--update-frames",
        action="store_true",
        help="write the screens as they are now over the frames that the tests compare with",
    )
    parser.addoption(
        "--profiles",
        type=int,
        default=300,
        help="on how many random profiles each voting system is compared with its slow twin",
    )


@pytest.fixture(scope="session")
def profiles(pytestconfig):
    return pytestconfig.getoption("--profiles")
