"""The shapes on the wire, as marshmallow schemas: they check what comes in and describe it in the OpenAPI document."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields, validate

NAME = validate.Regexp(r"[A-Za-z0-9_-]{4,64}\Z")
# Any id of printable text will do: a segment that cannot be answered by name would hold back the others.
SEGMENT_NAME = validate.Regexp(r"[^\x00-\x1f\ud800-\udfff]{1,200}\Z")
FORM_NAME = validate.Regexp(r"[A-Za-z0-9_.-]{1,100}\Z")
CLOCK = validate.Regexp(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{4}\Z")
NUMBER = validate.Range(1, 2**31 - 1)


class Wire(Schema):
    """What this server does not know is let through: a newer client may say more."""

    class Meta:
        unknown = INCLUDE
        ordered = True


class FormName(Wire):
    id = fields.String(required=True, validate=FORM_NAME)
    version = fields.String(required=True, validate=FORM_NAME)


class EventNumber(fields.Integer):
    """An integer that JSON writes as one: `true` and `1.0` are none."""

    def _validated(self, value: object) -> int:
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return value


class EventIn(Wire):
    type = fields.String(required=True, validate=validate.Regexp(r"[a-z_]{1,40}\Z"))
    seq = EventNumber(required=True, validate=NUMBER)
    hlc = fields.String(required=True, validate=CLOCK)
    device = fields.String(validate=NAME)
    user = fields.String(validate=validate.Length(1, 200))
    path = fields.String(validate=validate.Regexp(r"[^\x00-\x1f]{0,1000}\Z"))


class SegmentIn(Wire):
    id = fields.String(required=True, validate=SEGMENT_NAME)
    interview = fields.String(required=True, validate=NAME)
    assignment = fields.Integer(strict=True, allow_none=True, load_default=None, validate=NUMBER)
    form = fields.Nested(FormName, required=True)
    from_ = fields.Integer(data_key="from", strict=True, validate=NUMBER)
    events = fields.List(fields.Nested(EventIn), required=True)


class SegmentName(Wire):
    id = fields.String(required=True, validate=SEGMENT_NAME)


class PushIn(Wire):
    """The envelope; each segment is checked for itself, so that one bad segment never holds back another."""

    device = fields.String(required=True, validate=NAME)
    sent_at = fields.String()
    app_version = fields.String(validate=validate.Length(max=100), load_default="")
    unsent = fields.Integer(validate=validate.Range(0, 2**31 - 1), load_default=0)
    segments = fields.List(fields.Nested(SegmentName), required=True)


class PushRequest(PushIn):
    """The envelope with its segments in full, for the description."""

    segments = fields.List(fields.Nested(SegmentIn), required=True)


class SegmentAnswer(Wire):
    id = fields.String(required=True)
    result = fields.String(required=True, validate=validate.OneOf(("stored", "known", "quarantined")))
    quarantine = fields.Integer()
    code = fields.String()
    reason = fields.String()


class PushOut(Wire):
    server_time = fields.String(required=True)
    segments = fields.List(fields.Nested(SegmentAnswer), required=True)


class SignIn(Wire):
    name = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 1000))
    device = fields.String(required=True, validate=NAME)
    app_version = fields.String(validate=validate.Length(max=100), load_default="")


class Code(Wire):
    code = fields.String(required=True, validate=validate.Length(1, 100))
    device = fields.String(required=True, validate=NAME)
    app_version = fields.String(validate=validate.Length(max=100), load_default="")


class UserOut(Wire):
    name = fields.String(required=True)
    full_name = fields.String(required=True)
    role = fields.String(required=True)
    language = fields.String(required=True)
    areas = fields.List(fields.String(), required=True)


class OfficeKeyOut(Wire):
    """The office's public key: a point of P-256, uncompressed, base64."""

    id = fields.String(required=True)
    public = fields.String(required=True)


class SessionOut(Wire):
    token = fields.String(required=True)
    expires = fields.String(required=True)
    server_time = fields.String(required=True)
    user = fields.Nested(UserOut, required=True)
    office_key = fields.Nested(OfficeKeyOut, required=True)


class SealedKey(Wire):
    sealed = fields.String(required=True, validate=validate.Length(1, 2000))


class OpenedKey(Wire):
    key = fields.String(required=True)


class AssignmentOut(Wire):
    id = fields.Integer(required=True)
    form = fields.Nested(FormName, required=True)
    unit = fields.Dict(required=True)
    label = fields.String(required=True)
    address = fields.String(required=True)
    area = fields.String(required=True)
    preload = fields.Dict(required=True)
    previous = fields.Dict(required=True)
    due = fields.String(allow_none=True)
    status = fields.String(required=True)
    interview = fields.String(allow_none=True)
    training = fields.Boolean(required=True)
    mode = fields.String(required=True)


class FormOut(FormName):
    hash = fields.String(required=True)
    url = fields.String(required=True)


class LogOut(Wire):
    interview = fields.String(required=True)
    assignment = fields.Integer(allow_none=True)
    form = fields.Nested(FormName, required=True)
    events = fields.List(fields.Dict(), required=True)


class PullQuery(Wire):
    cursor = fields.String(load_default="")
    device = fields.String(required=True, validate=NAME)


class PullOut(Wire):
    cursor = fields.String(required=True)
    server_time = fields.String(required=True)
    more = fields.Boolean(required=True)
    user = fields.Nested(UserOut, required=True)
    assignments = fields.List(fields.Nested(AssignmentOut), required=True)
    removed_assignments = fields.List(fields.Integer(), required=True)
    forms = fields.List(fields.Nested(FormOut), required=True)
    events = fields.List(fields.Nested(LogOut), required=True)


class PieceQuery(Wire):
    offset = fields.Integer(load_default=0, validate=validate.Range(0, 2**53))


class MediaOut(Wire):
    size = fields.Integer(required=True)
    received = fields.Integer(required=True)
    complete = fields.Boolean(required=True)


class ErrorOut(Wire):
    at = fields.String(required=True)
    message = fields.String(required=True)


class Problem(Wire):
    """A problem document (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    remedy = fields.String(required=True)
    quarantine = fields.Integer()
    incident = fields.String()
    errors = fields.List(fields.Nested(ErrorOut))
