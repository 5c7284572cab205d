"""What schemathesis cannot know: which rows were seeded, and that an Idempotency-Key is used once. Writes every call down for the report."""

import base64
import hmac
import json
import os
import time
import uuid

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

with open(os.environ["CONTRACT_TARGETS"], encoding="utf-8") as file:
    # {"ids": {parameter: value}, "operations": {"GET /x/{id}": {"path": {}, "query": {}, "body": ...}}}
    TARGETS = json.load(file)
CALLS = open(os.environ["CONTRACT_CALLS"], "a", encoding="utf-8", buffering=1)


def target(label):
    return TARGETS["operations"].get(label, {})


def seeded(label, name):
    own = target(label)
    return own.get("path", {}).get(name, TARGETS["ids"].get(name))


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Ids of seeded rows stand where the document for people has made-up ones: as examples, so that schemathesis makes the requests."""
    for path, operations in raw_schema["paths"].items():
        for method, operation in operations.items():
            label = f"{method.upper()} {path}"
            own = target(label)
            for parameter in operation.get("parameters", []):
                value = own.get("query", {}).get(parameter["name"]) if parameter["in"] == "query" else seeded(label, parameter["name"]) if parameter["in"] == "path" else None
                if value is not None:
                    value = int(value) if parameter["schema"].get("type") == "integer" else value
                    parameter.pop("examples", None)
                    parameter["schema"] = {**parameter["schema"], "example": value}
            if "body" in own:
                for content in list(operation["requestBody"]["content"].values())[:1]:
                    content.pop("examples", None)
                    content["example"] = own["body"]


def wrong(case, part):
    """Whether this part of the request was made wrong on purpose."""
    info = case.meta.components.get(part) if case.meta else None
    return info is not None and info.mode.is_negative


@schemathesis.hook
def map_case(context, case):
    """Three of four random requests ask for rows that are there; the rest for ids that exist nowhere."""
    label = context.operation.label
    if case.path_parameters and not wrong(case, ParameterLocation.PATH) and hash(json.dumps(case.path_parameters, sort_keys=True, default=str)) % 4:
        for name in list(case.path_parameters):
            value = seeded(label, name)
            if value is not None:
                value = int(value) if isinstance(case.path_parameters[name], int) else value
                case.path_parameters[name] = value
    return case


def code_of_the_moment(secret):
    """RFC 6238, as an authenticator app shows it."""
    digest = hmac.new(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1").digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key that is right is a new one each time: the same one again would be answered from memory. A code is one of this moment."""
    own = target(case.operation.label)
    if "secret" in own and case.body == own["body"]:
        case.body = {**case.body, "code": code_of_the_moment(own["secret"])}
    for name in list(case.headers or {}):
        if name.lower() == "idempotency-key" and not wrong(case, ParameterLocation.HEADER):
            case.headers[name] = str(uuid.uuid4())


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A request that fits the document may still break a rule that no schema can say; the API tells the two apart (`reason: schema`)."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 422:
        return response.json().get("reason") == "schema"
    return True


@schemathesis.check
def same_key_same_answer(context, response, case):
    """A request that succeeded and comes again under its Idempotency-Key, as after a lost answer, is answered the same and acts no second time."""
    sent = response.request
    if 200 <= response.status_code < 300 and sent.method == "POST" and "idempotency-key" in sent.headers and not hasattr(sent.body, "read"):
        again = requests.Session().send(sent, timeout=60)
        assert again.status_code == response.status_code, f"Answered {response.status_code}, then {again.status_code} to the same request under the same Idempotency-Key"


@schemathesis.hook
def after_call(context, case, response):
    meta = case.meta
    CALLS.write(json.dumps({
        "operation": case.operation.label,
        "method": case.method,
        "status": response.status_code,
        "phase": meta.phase.name.value if meta else None,
        "mode": meta.generation.mode.value if meta else None,
        "answer": response.content[:300].decode("utf-8", "replace") if response.status_code >= 400 else None,
    }) + "\n")
