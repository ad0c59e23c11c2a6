"""Sentences on eight topics in nine languages, and what people ask; both written by hand.

No question repeats a word as its sentence has it, unless its language knows no other forms.
"""

#: language → the topics' sentences, in this order: hydrogen, trains, students, minutes, budget,
#: museums, charging, forests
SENTENCES = {
    "en": (
        "The regions adopted a common hydrogen strategy and will build new pipelines.",
        "Night trains between Stuttgart and Barcelona are running again since spring.",
        "Universities exchange doctoral students for six months each.",
        "The secretary sends the draft minutes to all delegations before the weekend.",
        "Every partner pays its own travel costs; interpreters are paid from the budget.",
        "Museums of the four regions lend each other paintings for travelling exhibitions.",
        "Charging stations for electric lorries stand along the motorways.",
        "Forest owners were informed about droughts and bark beetles.",
    ),
    "de": (
        "Die Regionen haben eine gemeinsame Wasserstoffstrategie beschlossen und bauen Leitungen.",
        "Nachtzüge zwischen Stuttgart und Barcelona fahren seit dem Frühjahr wieder.",
        "Hochschulen tauschen Doktorandinnen für jeweils sechs Monate aus.",
        "Das Sekretariat verschickt den Protokollentwurf vor dem Wochenende an alle Delegationen.",
        "Jeder Partner zahlt eigene Reisekosten; Dolmetscher werden aus dem Haushalt bezahlt.",
        "Museen der vier Länder leihen einander Gemälde für Wanderausstellungen.",
        "Ladesäulen für elektrische Lastwagen stehen entlang der Autobahnen.",
        "Waldbesitzer wurden über Dürren und Borkenkäfer unterrichtet.",
    ),
    "fr": (
        "Les régions ont adopté une stratégie commune pour l’hydrogène et bâtissent des réseaux.",
        "Les trains de nuit entre Stuttgart et Barcelone circulent à nouveau depuis le printemps.",
        "Les universités échangent des doctorantes pendant six mois.",
        "Le secrétariat envoie le projet de compte rendu à toutes les délégations.",
        "Chaque partenaire paie ses frais de déplacement ; l’interprétation relève du budget.",
        "Les musées des quatre régions se prêtent des tableaux pour des expositions itinérantes.",
        "Des bornes de recharge pour camions électriques bordent les autoroutes.",
        "Les propriétaires forestiers ont été informés des sécheresses.",
    ),
    "it": (
        "Le regioni hanno adottato una strategia comune per l’idrogeno e costruiscono reti.",
        "I treni notturni tra Stoccarda e Barcellona circolano di nuovo dalla primavera.",
        "Le università scambiano dottorande per sei mesi.",
        "La segreteria invia la bozza del verbale a tutte le delegazioni.",
        "Ogni partner paga le proprie spese di viaggio; gli interpreti sono a carico del bilancio.",
        "I musei delle quattro regioni si prestano quadri per mostre itineranti.",
        "Le colonnine di ricarica per camion elettrici si trovano lungo le autostrade.",
        "I proprietari dei boschi sono stati informati sulla siccità.",
    ),
    "es": (
        "Las regiones aprobaron una estrategia común del hidrógeno y construyen redes.",
        "Los trenes nocturnos entre Stuttgart y Barcelona circulan de nuevo desde la primavera.",
        "Las universidades intercambian doctorandas durante seis meses.",
        "La secretaría envía el borrador del acta a todas las delegaciones.",
        "Cada socio paga sus gastos de viaje; los intérpretes corren a cargo del presupuesto.",
        "Los museos de las cuatro regiones se prestan cuadros para exposiciones itinerantes.",
        "Las estaciones de recarga para camiones eléctricos están junto a las autopistas.",
        "Los propietarios forestales fueron informados sobre las sequías.",
    ),
    "ca": (
        "Les regions van aprovar una estratègia comuna de l’hidrogen i construeixen xarxes.",
        "Els trens nocturns entre Stuttgart i Barcelona tornen a circular des de la primavera.",
        "Les universitats intercanvien doctorandes durant sis mesos, en col·laboració.",
        "La secretaria envia l’esborrany de l’acta a totes les delegacions.",
        "Cada soci paga les seves despeses de viatge; els intèrprets van a càrrec del pressupost.",
        "Els museus de les quatre regions es presten quadres per a exposicions itinerants.",
        "Les estacions de recàrrega per a camions elèctrics són al costat de les autopistes.",
        "Els propietaris forestals van ser informats sobre les sequeres.",
    ),
    "zh_Hans": (
        "各地区通过了共同的氢能战略，并将建设新的管道。",
        "斯图加特与巴塞罗那之间的夜间列车自春季起恢复运行。",
        "大学之间交换博士生，为期六个月。",
        "秘书处在周末前将会议记录草案发送给各代表团。",
        "各合作伙伴自行承担差旅费用，口译由预算支付。",
        "四个地区的博物馆互借绘画作品举办巡回展览。",
        "电动卡车的充电站设在高速公路沿线。",
        "森林所有者获悉了干旱的情况。",
    ),
    "ja": (
        "各地域は共通の水素戦略を採択し、新しい配管を建設する。",
        "シュトゥットガルトとバルセロナを結ぶ夜行列車は春から再び運行している。",
        "大学は六か月間、博士課程の学生を交換する。",
        "事務局は週末までに議事録の草案をすべての代表団に送る。",
        "各パートナーは旅費を自己負担し、通訳は予算から支払われる。",
        "四地域の美術館は巡回展のために絵画を貸し合う。",
        "電気トラック用の充電施設は高速道路沿いにある。",
        "森林の所有者は干ばつについて知らされた。",
    ),
    "ko": (
        "각 지역은 공동 수소 전략을 채택하고 새 배관을 건설한다.",
        "슈투트가르트와 바르셀로나를 잇는 야간 열차가 봄부터 다시 운행한다.",
        "대학교들은 여섯 달 동안 박사과정 학생을 교환한다.",
        "사무국은 주말 전에 회의록 초안을 모든 대표단에 보낸다.",
        "각 파트너는 출장 비용을 부담하고 통역은 예산에서 지급한다.",
        "네 지역의 박물관은 순회 전시를 위해 그림을 서로 빌려준다.",
        "전기 트럭을 위한 충전소는 고속도로를 따라 있다.",
        "산림 소유자들은 가뭄에 대해 통보받았다.",
    ),
}
#: what the cooperation writes besides: words that compounds are made of
BESIDES = (
    "Wasserstoff und eine Strategie.",
    "Der Zug in der Nacht.",
    "Das Protokoll und sein Entwurf.",
    "Kosten einer Reise.",
    "Eine Ausstellung, die wandert.",
    "Laden an der Säule.",
    "Der Wald und sein Besitzer.",
    "Käfer unter der Borke.",
)
#: language → (question, number of its topic)
QUESTIONS = {
    "en": (
        ("hydrogen strategies", 0), ("pipeline", 0), ("region adopting", 0), ("night train", 1),
        ("student exchanges", 2), ("doctoral student", 2), ("delegation drafts", 3),
        ("interpreter", 4), ("travel cost", 4), ("museum", 5), ("painting exhibition", 5),
        ("electric lorry", 6), ("charging station", 6), ("motorway", 6), ("drought", 7),
        ("forest owner", 7),
    ),
    "de": (
        ("Strategie", 0), ("Wasserstoff", 0), ("Wasserstoffstrategien", 0), ("Leitung", 0),
        ("Zug", 1), ("Nachtzug", 1), ("nachtzuege", 1), ("Fruehjahr", 1), ("Hochschule", 2),
        ("Monat", 2), ("Protokoll", 3), ("Entwurf", 3), ("Protokollentwürfe", 3),
        ("Delegation", 3), ("Kosten", 4), ("Reise", 4), ("Ausstellung", 5),
        ("Ausstellungen", 5), ("Gemaelde", 5), ("Ladesäule", 6), ("Autobahn", 6), ("Wald", 7),
        ("Besitzer", 7), ("Dürre", 7), ("Käfer", 7), ("kafer", 7),
    ),
    "fr": (
        ("hydrogene", 0), ("stratégies communes", 0), ("réseau", 0), ("train", 1),
        ("universite", 2), ("doctorante", 2), ("délégation", 3), ("secretariat", 3),
        ("partenaires", 4), ("budgets", 4), ("musee", 5), ("tableau", 5), ("exposition", 5),
        ("camion électrique", 6), ("autoroute", 6), ("sécheresse", 7), ("forestier", 7),
    ),
    "it": (
        ("idrogeno", 0), ("strategie comuni", 0), ("treno notturno", 1), ("universita", 2),
        ("dottoranda", 2), ("verbali", 3), ("delegazione", 3), ("interprete", 4),
        ("museo", 5), ("quadro", 5), ("mostra itinerante", 5), ("autostrada", 6),
        ("elettrico", 6), ("bosco", 7),
    ),
    "es": (
        ("hidrogeno", 0), ("estrategias", 0), ("tren nocturno", 1), ("universidad", 2),
        ("doctoranda", 2), ("delegacion", 3), ("socios", 4), ("interprete", 4),
        ("museo", 5), ("exposición itinerante", 5), ("camion", 6), ("autopista", 6),
        ("sequia", 7),
    ),
    "ca": (
        ("estrategia", 0), ("xarxa", 0), ("tren nocturn", 1), ("universitat", 2),
        ("doctoranda", 2), ("collaboracio", 2), ("delegació", 3), ("intèrpret", 4),
        ("museu", 5), ("exposició", 5), ("camió elèctric", 6), ("autopista", 6),
        ("sequera", 7),
    ),
    "zh_Hans": (
        ("氢能", 0), ("战略", 0), ("列车", 1), ("博士", 2), ("记录", 3), ("代表团", 3), ("预算", 4),
        ("博物馆", 5), ("充电", 6), ("卡车", 6), ("森林", 7),
    ),
    "ja": (
        ("水素", 0), ("戦略", 0), ("列車", 1), ("バルセロナ", 1), ("大学", 2), ("議事録", 3),
        ("予算", 4), ("絵画", 5), ("充電", 6), ("トラック", 6), ("森林", 7),
    ),
    "ko": (
        ("수소", 0), ("전략", 0), ("열차", 1), ("대학", 2), ("회의록", 3), ("대표단", 3),
        ("예산", 4), ("박물관", 5), ("충전", 6), ("산림", 7), ("가뭄", 7),
    ),
}  # fmt: skip
#: German questions that only a part of a compound answers
COMPOUNDS = (
    "Strategie", "Wasserstoff", "Zug", "Protokoll", "Entwurf", "Kosten", "Reise",
    "Ausstellung", "Wald", "Besitzer", "Käfer",
)  # fmt: skip
