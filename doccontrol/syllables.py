"""What can be a syllable of Vietnamese: onset, rhyme and tone."""

from __future__ import annotations

import re
import unicodedata

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
# Written without tone; "ăk" is that of Đắk Lắk. A rhyme that ends in a stop takes only two of the
# six tones.
OPEN_RHYMES = """
    a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu
    i ia im in inh iu iêm iên iêng iêu y ya yn ynh yu yêm yên yêng yêu
    o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oem oen oeo oi om on ong oong
    ô ôi ôm ôn ông ơ ơi ơm ơn u ua uâng uân uây uê uênh ui um un ung uơ uôi uôm uôn uông
    uy uya uyên uynh uyu ư ưa ưi ưm ưng ưu ươi ươm ươn ương ươu ăk
    """
STOPPED_RHYMES = """
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt ych yt yêt
    oac oach oap oat oăc oăt oc oet ooc op ot ôc ôp ôt ơp ơt uât uc uêch uôc uôt up ut
    uych uyt uyêt ưc ưp ưt ươc ươp ươt
    """


def _with_onsets(rhymes: str) -> frozenset[str]:
    return frozenset(onset + rhyme for onset in ["", *ONSETS.split()] for rhyme in rhymes.split())


OPEN, STOPPED = _with_onsets(OPEN_RHYMES), _with_onsets(STOPPED_RHYMES)
ACUTE, DOT_BELOW = "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}"
TONES = re.compile(
    f"[\N{COMBINING GRAVE ACCENT}{ACUTE}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}{DOT_BELOW}]"
)


def is_syllable(word: str) -> bool:
    """Whether one word, in any case, can be a Vietnamese syllable by its onset, rhyme and tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = TONES.findall(parts)
    bare = unicodedata.normalize("NFC", TONES.sub("", parts))
    if len(tones) > 1:
        return False
    if bare in STOPPED:
        return tones in ([ACUTE], [DOT_BELOW])
    return bare in OPEN
