"""What a model's server sends back: read, or one clear error whatever the bytes."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from pipeline.errors import DatelineError
from pipeline.llm import anthropic_api, openai_api, structured


class Line(BaseModel):
    text: str
    cites: list[int]


def message(raw: str) -> tuple[str, str] | str:
    """Text and stop of a reply of the Messages API; the error of what is none."""
    try:
        found = anthropic_api.answer(raw.encode())
    except DatelineError as error:
        return error.message
    return found.text, found.stop


def completion(raw: str) -> tuple[str, str] | str:
    try:
        found = openai_api.answer(raw.encode())
    except DatelineError as error:
        return error.message
    return found.text, found.stop


def parsed(text: str) -> tuple[str, list[int]] | list[str]:
    """A line as a model gave it, or what is told to the model that gave another thing."""
    found = structured.parse(Line, text)
    return found if isinstance(found, list) else (found.text, found.cites)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":[{"type":"text","text":"Hi"}]}',
            ("Hi", "end"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"max_tokens","content":[{"type":"text","text":"Hi"}]}',
            ("Hi", "length"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"refusal","content":[{"type":"text","text":""}]}',
            ("", "refusal"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}',
            ("AB", "end"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":[{"type":"thinking","thinking":"x"},{"type":"text","text":"B"}]}',
            ("B", "end"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":[]}',
            ("", "end"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":null,"content":[{"type":"text","text":"Hi"}]}',
            ("Hi", "end"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"model_context_window_exceeded","content":[]}',
            ("", "context"),
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":null}',
            "the reply is not a message (TypeError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":[{"type":"text"}]}',
            "the reply is not a message (KeyError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":["Hi"]}',
            "the reply is not a message (TypeError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":1,"output_tokens":1},"stop_reason":"end_turn","content":"Hi"}',
            "the reply is not a message (TypeError)",
        ),
        ("", "the reply is not a message (JSONDecodeError)"),
        ("{}", "the reply is not a message (KeyError)"),
        ("[]", "the reply is not a message (TypeError)"),
        ("null", "the reply is not a message (TypeError)"),
        ("5", "the reply is not a message (TypeError)"),
        ('"text"', "the reply is not a message (TypeError)"),
        ("<html>502</html>", "the reply is not a message (JSONDecodeError)"),
        (
            '{"type":"error","error":{"type":"overloaded_error"}}',
            "the reply is not a message (KeyError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":null,"content":[]}',
            "the reply is not a message (TypeError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":"x","content":[]}',
            "the reply is not a message (ValueError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":[],"content":[]}',
            "the reply's usage cannot be read: Missing value at `usage.input_tokens`",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","content":[]}',
            "the reply is not a message (KeyError)",
        ),
        (
            '{"id":"m","model":"claude-haiku-4-5","usage":{"input_tokens":"a","output_tokens":1},"content":[]}',
            "the reply's usage cannot be read: Expected `usage.input_tokens` value to be a int or float or Decimal, got str",
        ),
    ],
)
def test_a_reply_of_the_messages_api_is_read_or_told(
    raw: str, expected: tuple[str, str] | str
) -> None:
    assert message(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}',
            ("Hi", "end"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"length","message":{"content":"Hi"}}]}',
            ("Hi", "length"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"content_filter","message":{"content":""}}]}',
            ("", "refusal"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":null,"message":{"content":"Hi"}}]}',
            ("Hi", "end"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{"content":null}}]}',
            ("", "end"),
        ),
        ('{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{}}]}', ("", "end")),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{"content":"","refusal":"No."}}]}',
            ("", "refusal"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{"content":5}}]}',
            "the reply is not a chat completion (TypeError)",
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":{"content":[{"type":"text","text":"Hi"}]}}]}',
            ("Hi", "end"),
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":null}]}',
            "the reply is not a chat completion (AttributeError)",
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":"stop","message":"Hi"}]}',
            "the reply is not a chat completion (AttributeError)",
        ),
        (
            '{"id":"c","model":"x","choices":[{"finish_reason":["stop"],"message":{"content":"Hi"}}]}',
            ("Hi", "end"),
        ),
        ("", "the reply is not a chat completion (JSONDecodeError)"),
        ("{}", "the reply is not a chat completion (KeyError)"),
        ("[]", "the reply is not a chat completion (TypeError)"),
        ("null", "the reply is not a chat completion (TypeError)"),
        ("5", "the reply is not a chat completion (TypeError)"),
        ('"text"', "the reply is not a chat completion (TypeError)"),
        ("<html>502</html>", "the reply is not a chat completion (JSONDecodeError)"),
        ('{"choices":[]}', "the reply is not a chat completion (IndexError)"),
        ('{"choices":null}', "the reply is not a chat completion (TypeError)"),
        ('{"choices":{}}', "the reply is not a chat completion (KeyError)"),
        ('{"error":{"message":"no"}}', "the reply is not a chat completion (KeyError)"),
        ('{"choices":[{"message":{"content":"Hi"}}],"usage":"x"}', ("Hi", "end")),
        ('{"choices":[{"message":{"content":"Hi"}}],"usage":[]}', ("Hi", "end")),
        (
            '{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":"many"}}',
            ("Hi", "end"),
        ),
        (
            '{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":-1,"completion_tokens":1}}',
            ("Hi", "end"),
        ),
        (
            '{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}',
            ("Hi", "end"),
        ),
        ('{"choices":[{"text":"Hi"}]}', "the reply is not a chat completion (KeyError)"),
        (
            '{"choices":[{"message":{"content":[{"text":"Hi"},5]}}]}',
            "the reply is not a chat completion (AttributeError)",
        ),
    ],
)
def test_a_chat_completion_is_read_or_told(raw: str, expected: tuple[str, str] | str) -> None:
    assert completion(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"text":"A","cites":[1]}', ("A", [1])),
        ('```json\n{"text":"A","cites":[1]}\n```', ("A", [1])),
        ('Here it is: {"text":"A","cites":[1]}', ("A", [1])),
        ('{"text":"A","cites":[1]} I hope this helps.', ("A", [1])),
        ('{"text":"A"}', ["cites: Field required"]),
        ('{"text":5,"cites":[1]}', ["text: Input should be a valid string"]),
        ('{"text":"A","cites":["1"]}', ("A", [1])),
        ('{"text":"A","cites":"1"}', ["cites: Input should be a valid list"]),
        (
            '{"text":"A","cites":[1]',
            [
                "the answer is not one JSON object: Expecting ',' delimiter: line 1 column 24 (char 23)"
            ],
        ),
        ("", ["the answer is not one JSON object: Expecting value: line 1 column 1 (char 0)"]),
        (
            "no json",
            ["the answer is not one JSON object: Expecting value: line 1 column 1 (char 0)"],
        ),
        ("[]", ["the answer: Input should be a valid dictionary or instance of Line"]),
        ('{"text":"A","cites":[1],"more":1}', ("A", [1])),
        (
            '{"text":"A","cites":[1.5]}',
            ["cites.0: Input should be a valid integer, got a number with a fractional part"],
        ),
        ('{"text":null,"cites":[]}', ["text: Input should be a valid string"]),
        ('{"text":"A {x}","cites":[]}', ("A {x}", [])),
        ('{"text":"A","cites":[1]}{"text":"B","cites":[2]}', ("A", [1])),
    ],
)
def test_a_structured_reply_is_parsed_or_its_faults_are_told(
    text: str, expected: tuple[str, list[int]] | list[str]
) -> None:
    assert parsed(text) == expected
