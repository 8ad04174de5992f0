"""Made-up people for trying, teaching and testing."""

from mentormatch.synthetic.people import SamplePeople, is_made_up, sample_people

__all__ = ["SamplePeople", "is_made_up", "sample_people"]
