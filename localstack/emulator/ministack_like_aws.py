"""Runs MiniStack, with one thing put right.

A state that calls a throttled function fails with `Lambda.Unknown` there, and with `Lambda.TooManyRequestsException`
in AWS. State machines must tell them apart: behind the first the function may have had its effect, behind the second it
has not even begun, so that an order can wait and has lost nothing.

https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
"""

import json

from ministack.app import main
from ministack.services import stepfunctions

THROTTLED = "TooManyRequestsException"

call_lambda = stepfunctions._call_lambda


def call_lambda_like_aws(func_ref, event):
    try:
        return call_lambda(func_ref, event)
    except stepfunctions._ExecutionError as error:
        if error.error == "Lambda.Unknown" and is_throttle(error.cause):
            raise stepfunctions._ExecutionError(f"Lambda.{THROTTLED}", error.cause) from error
        raise


def is_throttle(cause: str) -> bool:
    try:
        answer = json.loads(cause)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("__type") == THROTTLED


stepfunctions._call_lambda = call_lambda_like_aws

if __name__ == "__main__":
    main()
