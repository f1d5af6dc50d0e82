"""Which platforms read a prompt: what the rules on prompts judge it by."""

from typing import TYPE_CHECKING

from allsettled.subject import Subject

if TYPE_CHECKING:
    from allsettled.render.platforms import Platform


def platforms_of(subject: Subject) -> tuple["Platform", ...]:
    """Return the platform that a prompt is for, or all that may be meant; none where that can't be told.

    A file without front matter in a folder of agents need not be an agent at all.
    """
    from allsettled.render.platforms import candidates, platform_of

    front_matter = subject.document.front_matter
    if platform := platform_of(subject.path, front_matter):
        return (platform,)
    found = candidates(subject.path)
    if front_matter is None or {"md+yaml"} != {platform.agent_files.format for platform in found}:
        return ()
    return found
