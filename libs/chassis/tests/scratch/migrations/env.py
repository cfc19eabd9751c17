from chassis.database import new_metadata
from chassis.migrations import run_env

run_env(new_metadata())
