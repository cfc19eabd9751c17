"""How the demo company looks for people, trains them, and meets: a requisition with candidates, a training with its test, a meeting, a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dianzhang.demo_attendance import CHINA
from dianzhang.demo_people import Organisation

DIRECTOR, SHOP, CLERK, SERVICE, KEEPER, HR = "陈志远", "林晓燕", "王雅婷", "赵慧", "李建国", "郑洁"
Errand = tuple[date, Callable[[], object]]
QUESTIONS: Sequence[dict[str, Any]] = (
    {
        "id": "q1", "kind": "single", "text": "扫描时发现商品与发货单不符，应当怎样处理？", "points": 40, "right": ["b"],
        "options": [{"id": "a", "text": "照常打包"}, {"id": "b", "text": "停下，放回并重新拣货"}, {"id": "c", "text": "改发货单"}],
    },
    {
        "id": "q2", "kind": "multiple", "text": "哪些情况应把订单挂起，等客服联系买家？", "points": 40, "right": ["a", "b"],
        "options": [{"id": "a", "text": "收货地址不全"}, {"id": "b", "text": "买家申请退款"}, {"id": "c", "text": "买家没有留言"}],
    },
    {"id": "q3", "kind": "true_false", "text": "买家的电话可以转给其他店铺使用。", "points": 20, "right": ["false"], "options": []},
)  # fmt: skip
OUTSIDER = "杭州优品分销"
ANSWERS = {CLERK: {"q1": ["b"], "q2": ["a", "b"], "q3": ["false"]}, KEEPER: {"q1": ["b"], "q2": ["a", "c"], "q3": ["true"]}}
"""The clerk passes, the keeper will have to try again."""
CANDIDATES: Sequence[dict[str, Any]] = (
    {
        "name": "许佳宁", "phone": "13900000001", "source": "job_site", "years": "3.0", "education": "bachelor", "major": "电子商务",
        "abilities": ["数据分析", "活动策划"],
    },
    {
        "name": "方宇", "phone": "13900000002", "source": "referral", "years": "1.0", "education": "junior_college", "major": "市场营销",
        "abilities": ["活动策划"],
    },
)  # fmt: skip
SECRECY = "本人承诺：客户资料、销售数据与供应商价格只用于本职工作，不转交他人，离职后仍然有效。"
SIGNING = (DIRECTOR, SHOP, CLERK, KEEPER, HR)
"""The others are reminded."""
HANDBOOK = "员工手册\n\n1. 上班时间 08:30–12:00、14:00–18:00，提前 5 分钟签到。\n2. 请假须事先申请，经直接上级批准。\n3. 客户资料只用于履行订单。\n"


TALKS = {
    "何俊": "上架进度正常；大促前需要一名帮手，已提交用人申请。",
    "吴静": "试用期两个月，主图质量稳定，交稿可以再早半天。",
}


@dataclass
class Growth:
    organisation: Organisation
    today: date
    training: str = ""
    meeting: str = ""

    def errands(self) -> list[Errand]:
        return [
            (self.today - timedelta(days=20), self._promise_secrecy),
            (self.today - timedelta(days=16), self._file_handbook),
            (self.today - timedelta(days=14), self._plan_training),
            (self.today - timedelta(days=12), self._look_for_people),
            (self.today - timedelta(days=9), self._test),
            (self.today - timedelta(days=7), self._call_meeting),
            (self.today - timedelta(days=6), self._talk),
            (self.today - timedelta(days=5), self._interview),
            (self.today - timedelta(days=5), self._decide_in_meeting),
        ]

    def _by(self, name: str, method: str, path: str, **rest: Any) -> Any:
        return self.organisation.by(name, method, f"/people/v1{path}", **rest)

    def _at(self, ago: int, hour: int, minute: int = 0) -> str:
        return datetime.combine(self.today - timedelta(days=ago), time(hour, minute), CHINA).isoformat()

    def _id(self, name: str) -> str:
        return self.organisation.members[name].id

    # ---- hiring -------------------------------------------------------------------------------------------------
    def _look_for_people(self) -> None:
        wish = {
            "position_id": self.organisation.positions["OPS-OPR"],
            "openings": 1,
            "reason": "店铺增加，一名运营专员忙不过来",
            "wanted_by": (self.today + timedelta(days=30)).isoformat(),
        }
        requisition = self._by(HR, "POST", "/requisitions", json=wish)
        for one in CANDIDATES:
            profile = {
                "education": one["education"],
                "major": one["major"],
                "experience": [{"years": one["years"], "subject": "电商平台运营"}],
                "certificates": [],
                "abilities": one["abilities"],
            }
            candidate = {
                "requisition_id": requisition["id"],
                "name": one["name"],
                "contact": {"phone": one["phone"]},
                "source": one["source"],
                "source_note": "",
                "profile": profile,
                "documents": "",
            }
            self._by(HR, "POST", "/candidates", json=candidate)

    def _interview(self) -> None:
        first = self._by(HR, "GET", "/candidates")["data"][-1]
        note = {
            "held_at": self._at(6, 9, 30),
            "interviewers": "陈志远、林晓燕",
            "impression": "做过两家店铺的日常运营，能说清楚转化率下降时先看什么；对大促排期有自己的方法。",
            "recommendation": "yes",
        }
        self._by(DIRECTOR, "POST", f"/candidates/{first['id']}/interview-notes", json=note)

    # ---- personnel files ----------------------------------------------------------------------------------------
    def _promise_secrecy(self) -> None:
        wish = {"title": "保密承诺书", "body": SECRECY, "effective_from": self._day(-20)}
        text = self._by(HR, "POST", "/confidentiality-texts", json=wish)
        for name in SIGNING:
            signature = {"text_number": text["number"], "digest": text["digest"]}
            self._by(name, "POST", "/personnel-files/me/confidentiality", json=signature)

    def _talk(self) -> None:
        """The shop manager with two of her people; the next time is agreed."""
        for name, notes in TALKS.items():
            talk = {"held_on": self._day(-6), "notes": notes, "next_on": self._day(84)}
            self._by(SHOP, "POST", f"/personnel-files/{self._id(name)}/talks", json=talk)

    # ---- training -----------------------------------------------------------------------------------------------
    def _plan_training(self) -> None:
        wish = {
            "code": "SHIP-01",
            "title": "发货与客户资料规范",
            "kind": "rules",
            "goal": "不发错货，不泄露客户资料。",
            "unit_id": self.organisation.units["ADM"],
            "audience": {"unit_ids": [self.organisation.units["CS"], self.organisation.units["GL"]], "outside": True},
            "certificate_months": 12,
        }
        made = self._by(HR, "POST", "/trainings", json=wish)
        self.training = f"/trainings/{made['id']}"
        paper = {"pass_mark": 60, "attempts": 2, "minutes": 30, "draw": None, "questions": list(QUESTIONS)}
        number = self._by(HR, "POST", f"{self.training}/papers", json=paper)["number"]
        self._by(HR, "POST", f"{self.training}/papers/{number}/publish")
        self._by(HR, "POST", f"{self.training}/open", headers={"If-Match": f'"{made["version"]}"'})
        session = {"training_id": made["id"], "place": "一楼培训室", "trainer": DIRECTOR, "capacity": 20}
        session |= {"starts_at": self._at(10, 10), "ends_at": self._at(10, 11, 30)}
        planned = self._by(HR, "POST", "/training-sessions", json=session)["sessions"][0]
        enrolled = {"session_id": planned["id"], "employee_ids": [self._id(CLERK), self._id(KEEPER), self._id(SERVICE)]}
        enrolled["outside"] = [{"reference": "DIST-0001", "name": OUTSIDER}]
        self._by(HR, "POST", f"{self.training}/enrolments", json=enrolled)

    def _test(self) -> None:
        enrolments = self._by(HR, "GET", "/training-enrolments?limit=100")["data"]
        marks = [{"enrolment_id": one["id"], "state": "present", "reason": ""} for one in enrolments]
        self._by(HR, "POST", f"/training-sessions/{enrolments[0]['session_id']}/participation", json={"marks": marks})
        for one in enrolments:
            if one["name"] == OUTSIDER:
                result = {"passed": True, "score": 80, "comment": "现场口试"}
                self._by(HR, "POST", f"/training-enrolments/{one['id']}/result", json=result)
            elif one["name"] in ANSWERS:
                attempt = self._by(one["name"], "POST", "/training-attempts", json={"enrolment_id": one["id"]})
                answers = {"answers": ANSWERS[one["name"]]}
                self._by(one["name"], "POST", f"/training-attempts/{attempt['id']}/hand-in", json=answers)

    # ---- meeting and file ---------------------------------------------------------------------------------------
    def _call_meeting(self) -> None:
        wish = {
            "title": "大促备货会",
            "unit_id": self.organisation.units["EC"],
            "starts_at": self._at(6, 10),
            "ends_at": self._at(6, 11),
            "place": "二楼会议室",
            "chair_id": None,
            "writer_id": self._id(SHOP),
            "agenda": [{"title": "备货清单", "minutes": 30, "presenter": SHOP}, {"title": "仓库人手", "minutes": 20, "presenter": KEEPER}],
            "invited": [self._id(name) for name in (SHOP, SERVICE, KEEPER)],
        }
        self.meeting = f"/meetings/{self._by(DIRECTOR, 'POST', '/meetings', json=wish)['id']}"

    def _decide_in_meeting(self) -> None:
        marks = [{"employee_id": self._id(name), "presence": "present", "reason": ""} for name in (DIRECTOR, SHOP, KEEPER)]
        marks.append({"employee_id": self._id(SERVICE), "presence": "absent", "reason": "当天轮休"})
        version = self._by(DIRECTOR, "POST", f"{self.meeting}/presence", json={"marks": marks})["version"]
        decisions = [
            {"id": "d1", "text": "把畅销 20 款移到 A 区前排货位", "owner_id": self._id(KEEPER), "due_on": self._day(2)},
            {"id": "d2", "text": "写好大促客服话术", "owner_id": self._id(SERVICE), "due_on": self._day(4)},
        ]
        minutes = {"text": "对备货清单无异议。仓库先调整货位，再决定是否增加人手。", "decisions": decisions}
        written = self._by(SHOP, "PUT", f"{self.meeting}/minutes", json=minutes, headers={"If-Match": f'"{version}"'})
        self._by(DIRECTOR, "POST", f"{self.meeting}/minutes/close", headers={"If-Match": f'"{written["version"]}"'})

    def _day(self, ahead: int) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    def _file_handbook(self) -> None:
        content = HANDBOOK.encode()
        upload = self._by(HR, "POST", "/file-uploads", json={"file_name": "员工手册.txt", "size": len(content)})
        octets = {"Content-Type": "application/octet-stream"}
        self._by(HR, "POST", f"/file-uploads/{upload['id']}/parts/0", content=content, headers=octets)
        wish = {
            "upload_id": upload["id"],
            "unit_id": self.organisation.units["ADM"],
            "folder": "制度",
            "name": "员工手册",
            "description": "全员适用",
            "keep_until": None,
            "access": [{"unit_id": self.organisation.units["EC"], "role_id": None, "access": "read"}],
            "note": "",
        }
        self._by(HR, "POST", "/files", json=wish)
