"""All that enters the sandbox, copied whole, and nothing else of the course.

The `probe` calls a student's function with the inputs of a plan and packs what comes
back (`wire`). `warm` is the process from which a `child` is forked for each submission;
the `shell` runs its cells. Nothing here imports anything of the course from outside.
"""
