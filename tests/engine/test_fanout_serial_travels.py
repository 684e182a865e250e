"""What cannot travel to a worker and back fails in this process too: what works here works there."""

import pytest

from engine.fanout_tasks import with_function
from jiyue.engine.fanout import fanout


def test_a_result_that_cannot_be_sent_back():
    with pytest.raises(Exception, match="pickle") as caught:
        list(fanout(with_function, [1], using="serial"))
    assert any("part 1 of 1" in note for note in caught.value.__notes__)
