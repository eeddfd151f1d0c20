"""A show that makes itself: its sources read, today's stories chosen, composed, spoken and published, once a day."""

from podcast.pipeline.daily.assignment import Assignment, assign, unattended_reader
from podcast.pipeline.daily.reports import Outcome, Report
from podcast.pipeline.daily.running import run_daily

__all__ = ["Assignment", "Outcome", "Report", "assign", "run_daily", "unattended_reader"]
