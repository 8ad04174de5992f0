"""The words of the field as replaceable data: languages, municipalities, RVTS regions, code lists, legal bases."""

from mentormatch.vocabulary.current import Vocabulary, current, using
from mentormatch.vocabulary.distances import Distances
from mentormatch.vocabulary.files import Basis

__all__ = ["Basis", "Distances", "Vocabulary", "current", "using"]
