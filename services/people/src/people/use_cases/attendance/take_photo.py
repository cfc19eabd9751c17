from datetime import timedelta
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import Kind, Refusal
from chassis.uow import UnitOfWork
from people.domain.attendance.picture import Picture
from people.domain.attendance.proofs import Direction
from people.domain.attendance.records import Photo
from people.queries.attendance.planning import policy_on
from people.store.attendance.photos import add_photo, employee_signing_in, seal_picture
from people.store.attendance.touched import touch_days


class NotAnEmployee(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_an_employee"
    rule = "ATT-5"
    zh = "您的账号没有对应的在职员工，不能签到。"
    en = "Your account belongs to nobody who works here, so there is nothing to sign in for."


async def take_photo(uow: UnitOfWork, *, account_id: UUID, picture: Picture, direction: Direction) -> Photo:
    """Somebody signs in with a picture of themselves at work; the time is ours, not the phone's. Raises NotAnEmployee, PhotoUsedBefore."""
    employee_id = await employee_signing_in(uow, account_id=account_id)
    if employee_id is None:
        raise NotAnEmployee
    policy = await policy_on(uow.session, on=uow.today)
    local = uow.now.astimezone(uow.frame.zone)
    photo = Photo(
        id=new_id(),
        employee_id=employee_id,
        on_day=local.date(),
        second=local.hour * 3600 + local.minute * 60 + local.second,
        direction=direction,
        taken_at=uow.now,
        image_sealed=seal_picture(uow, picture),
        content_digest=picture.digest,
        width=picture.width,
        height=picture.height,
        keep_until=local.date() + timedelta(days=policy.photo_keep_days),
        removed_at=None,
    )
    await add_photo(uow, photo)
    await touch_days(uow, days=[(employee_id, photo.on_day)])
    shown = show_id("aph", photo.id)
    uow.audit("photo.taken", noun="attendance_photo", noun_id=shown, after={"on_day": photo.on_day.isoformat()})
    uow.changed("attendance_day", show_id("emp", employee_id))
    return photo
