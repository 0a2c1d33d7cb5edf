"""What is new: documents and what was told in, the day's stories out, each with its reasons.

`newness` places documents by the day that made them news, `subject` reads what each tells,
`clusters` joins those that tell of the same thing, `rank` weighs them by named factors, `choose`
takes three to seven, and `stories` is the stage.
"""

from pipeline.news.documents.newness import backlog
from pipeline.news.memory import Told, told
from pipeline.news.night import Night, Tools
from pipeline.news.sections import admitted, edited, referred
from pipeline.news.stories import stories

__all__ = ["Night", "Told", "Tools", "admitted", "backlog", "edited", "referred", "stories", "told"]
