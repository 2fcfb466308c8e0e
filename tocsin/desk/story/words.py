"""The words of March 2012 in English and Korean: what was released, asked, written to the list, and told at the end."""

from __future__ import annotations

# (key of a person or "" for the group, item of consent), then the line in each language.
FIRST_RELEASE = (
    (
        (("", "count"), ("", "event")),
        "At least 31 refugees from North Korea are held in China and are about to be sent back by force.",
        "북한을 떠나온 난민 최소 31명이 중국에 붙잡혀 있으며, 곧 강제로 북송될 위기에 놓여 있습니다.",
    ),
    (
        (("teenager", "existence"), ("teenager", "ties")),
        "Among them is a teenager whose older brother and older sister already live in South Korea.",
        "그중에는 손위 남매가 이미 한국에 살고 있는 십 대 청소년이 있습니다.",
    ),
    (
        (("father", "ties"), ("daughter", "ties")),
        "A father is held together with his daughter.",
        "한 아버지가 딸과 함께 붙잡혀 있습니다.",
    ),
    (
        (("mother", "ties"), ("first_child", "ties"), ("second_child", "ties")),
        "A mother is held with her two children.",
        "한 어머니가 두 아이와 함께 붙잡혀 있습니다.",
    ),
    (
        (("woman", "age"), ("woman", "ties")),
        "A woman of 70 is among them. Her daughter is waiting for her in Seoul.",
        "일흔 살의 여성도 있습니다. 딸이 서울에서 어머니를 기다리고 있습니다.",
    ),
    (
        (("small_child", "age"),),
        "One is a child of 5.",
        "다섯 살 난 아이도 있습니다.",
    ),
    (
        (("", "event"),),
        "Their relatives tried to win their release quietly. They speak now because the return is imminent.",
        "가족들은 먼저 조용히 석방을 위해 애썼습니다. 송환이 임박했기에 이제 공개적으로 호소합니다.",
    ),
)

SECOND_RELEASE = (
    (
        (("", "event"), ("", "count")),
        "In March 2012 China returned the refugees to North Korea by force: at least 31 people.",
        "2012년 3월, 중국은 난민들을 강제로 북송했습니다. 최소 31명입니다.",
    ),
    (
        (("woman", "event"),),
        "The woman of 70, whose daughter was waiting in Seoul, is among those who were returned.",
        "딸이 서울에서 기다리던 일흔 살의 여성도 송환된 사람들 가운데 있습니다.",
    ),
    (
        (("", "event"),),
        "Partners report harsher punishment for people who try to leave, and for their relatives.",
        "협력 단체들은 탈북을 시도한 사람들과 그 가족들에 대한 처벌이 더 무거워졌다고 전합니다.",
    ),
)

GONE = {
    "en": "The family asked us to take this page down. We thank you for respecting their wish.",
    "ko": "가족의 뜻에 따라 이 페이지를 내렸습니다. 그 뜻을 존중해 주셔서 감사합니다.",
}

CAMPAIGN = {
    "en": {
        "title": "Save My Friend",
        "summary": "At least 31 refugees face forced return from China to North Korea. Sign before it happens.",
        "demand": (
            "Do not send the refugees back to North Korea.\n"
            "Let them travel on to a country that protects them.\n"
            "Give the United Nations refugee agency access to them."
        ),
        "consent_text": (
            "I sign this appeal. I know that my signature shows a political opinion, and I agree that it is kept for "
            "this campaign, counted, and never published with my name."
        ),
    },
    "ko": {
        "title": "내 친구를 구해 주세요",
        "summary": "난민 최소 31명이 중국에서 북한으로 강제송환될 위기에 놓여 있습니다. 늦기 전에 이름을 보태 주십시오.",
        "demand": (
            "난민들을 북한으로 돌려보내지 마십시오.\n"
            "이들을 보호할 나라로 갈 수 있게 하십시오.\n"
            "유엔난민기구가 이들을 만날 수 있게 하십시오."
        ),
        "consent_text": (
            "이 호소에 서명합니다. 서명이 정치적 견해를 드러낸다는 것을 알고 있으며, 제 서명이 이 캠페인을 위해 보관되고 "
            "집계되되 제 이름과 함께 공개되지는 않는다는 데 동의합니다."
        ),
    },
}

ADDRESSEES = (
    {"en": "The authorities of the People's Republic of China", "ko": "중화인민공화국 당국"},
    {"en": "Governments that can speak to them", "ko": "중국 당국과 대화할 수 있는 각국 정부"},
)

NEWSLETTER = {
    "en": (
        "Save My Friend: at least 31 people need us now",
        "Their relatives have asked us to speak. Here is what you can do.",
        (
            "At least 31 refugees from North Korea are held in China and are about to be sent back by force.\n\n"
            "Their relatives tried quietly first, and told nobody. Now the return is imminent, and they have asked us to "
            "be loud. Please add your name, and pass the page on."
        ),
    ),
    "ko": (
        "내 친구를 구해 주세요: 최소 31명에게 지금 우리가 필요합니다",
        "가족들이 우리에게 목소리를 내 달라고 부탁했습니다. 함께하실 수 있는 일을 알려 드립니다.",
        (
            "북한을 떠나온 난민 최소 31명이 중국에 붙잡혀 있으며, 곧 강제로 북송될 위기에 놓여 있습니다.\n\n"
            "가족들은 먼저 아무에게도 알리지 않고 조용히 애썼습니다. 이제 송환이 임박했고, 가족들은 크게 목소리를 내 "
            "달라고 부탁했습니다. 이름을 보태 주시고, 이 페이지를 널리 알려 주십시오."
        ),
    ),
}

UPDATE = {
    "en": (
        "You signed: the petition is on its way",
        "What happens next, and how you can help.",
        (
            "Thank you for signing. We are handing your signatures to the Chinese authorities, and we are writing to "
            "governments that can speak to them.\n\nWe will tell you what they answer, and if they do not answer."
        ),
    ),
    "ko": (
        "서명해 주셔서 감사합니다: 청원을 전달합니다",
        "앞으로 할 일과 함께하실 수 있는 일을 알려 드립니다.",
        (
            "서명해 주셔서 감사합니다. 여러분의 서명을 중국 당국에 전달하고, 중국 당국과 대화할 수 있는 각국 정부에도 편지를 "
            "보내고 있습니다.\n\n답이 오면 그 내용을, 오지 않으면 그 사실을 알려 드리겠습니다."
        ),
    ),
}

FIRST_POST = {
    "en": (
        "Thousands of voices for at least 31 people",
        "In a few days a small campaign from Seoul has travelled around the world.",
        (
            "The relatives kept silent for as long as silence could help. Now that the return is imminent they ask all of "
            "us to speak. If you have signed already: please pass it on. A link is enough."
        ),
    ),
    "ko": (
        "최소 31명을 위한 수천의 목소리",
        "서울에서 시작한 작은 캠페인이 며칠 만에 전 세계로 퍼졌습니다.",
        (
            "가족들은 침묵이 도움이 되는 동안은 침묵을 지켰습니다. 송환이 임박한 지금, 가족들은 우리 모두에게 목소리를 내 "
            "달라고 부탁합니다. 이미 서명하셨다면 널리 알려 주십시오. 링크 하나면 충분합니다."
        ),
    ),
}

OUTCOME_POST = {
    "en": (
        "They were sent back",
        "We owe you the truth about what happened.",
        (
            "China has returned the refugees all the same. We are grieving with their families, and we will not stop: "
            "we go on working with partners so that others reach safety, and the case stays open for as long as anyone "
            "in it needs help."
        ),
    ),
    "ko": (
        "난민들은 끝내 송환되었습니다",
        "무슨 일이 있었는지 있는 그대로 알려 드립니다.",
        (
            "중국은 끝내 난민들을 돌려보냈습니다. 우리는 가족들과 함께 슬퍼합니다. 멈추지 않겠습니다. 다른 이들이 안전한 곳에 "
            "닿을 수 있도록 협력 단체들과 계속 일하고, 이 사건에서 도움이 필요한 분이 있는 한 "
            "사건을 닫지 않겠습니다."
        ),
    ),
}

OUTCOME_UPDATE = {
    "en": (
        "What happened to the people you signed for",
        "We promised to tell you, also when it is the worst.",
        (
            "In March 2012 China returned the refugees to North Korea by force: at least 31 people.\n\n"
            "Your voices were heard in many capitals. They did not stop this return. We go on."
        ),
    ),
    "ko": (
        "여러분이 서명으로 함께하신 분들의 소식을 전합니다",
        "최악의 소식이라도 알려 드리기로 약속드렸습니다.",
        (
            "2012년 3월, 중국은 난민들을 강제로 북송했습니다. 최소 31명입니다.\n\n"
            "여러분의 목소리는 여러 나라의 수도에 닿았습니다. 이번 송환은 막지 못했습니다. 우리는 멈추지 않겠습니다."
        ),
    ),
}

LATE_NEWSLETTER = {
    "en": (
        "They were sent back. What we do now",
        "The truth about the outcome, and the work that goes on.",
        (
            "In March 2012 China returned the refugees to North Korea by force: at least 31 people.\n\n"
            "Security has been raised on both sides of the border. We go on working with partners so that people reach "
            "safety."
        ),
    ),
    "ko": (
        "난민들은 송환되었습니다. 저희는 이렇게 하겠습니다",
        "결과를 있는 그대로, 그리고 계속되는 활동을 전합니다.",
        (
            "2012년 3월, 중국은 난민들을 강제로 북송했습니다. 최소 31명입니다.\n\n"
            "국경 양쪽의 경비가 강화되었습니다. 사람들이 안전한 곳에 닿을 수 있도록 협력 단체들과 계속 일하겠습니다."
        ),
    ),
}

REPORTS = (
    (
        "partner",
        "B",
        (
            "A group of refugees, at least 31 people, is held near the border. We hear that they will be handed over "
            "in the middle of March."
        ),
        "A partner organisation's field worker",
        "Two people who were there told our partner.",
    ),
    (
        "relative",
        "A",
        "My mother is 70. She was taken together with the others. Please tell nobody until we ask you to.",
        "The daughter of the woman of 70",
        "She was on the telephone with her when it happened.",
    ),
    (
        "partner",
        "B",
        (
            "Security has been raised on both sides of the border. Crossing is more dangerous, and people in hiding can "
            "hardly travel on."
        ),
        "A partner organisation's coordinator",
        "Reports from several places within a week.",
    ),
)

COMMENT = {"name": "A reader", "text": "I have put the link on my own blog. People must know about this."}

# What the woman's daughter sends through the public form, what a caseworker answers, and what she adds then.
HER_REPORT = {"name": "류선옥", "contact": "sonok@mail.example"}
ANSWER = (
    "We have read it, and we are with you. Nobody hears of it from us until you ask us to. "
    "We speak in confidence with two governments now. Is there anything new?"
)
HER_ADDITION = "A neighbour says that they were moved on Tuesday night. He saw two covered trucks."
