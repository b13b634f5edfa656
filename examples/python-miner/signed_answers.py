"""Signs what an axon answers. Validators of the language subnet keep answers that anyone can check, and pay no others."""

import time
from hashlib import sha256


class SignedAnswers:
    """ASGI middleware. Adds `myelin-answer-signature: <nonce>.<signature>` to answers of status 200."""

    def __init__(self, app, hotkey):
        self.app, self.hotkey = app, hotkey

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request, begun, body = bytearray(), {}, bytearray()

        async def hear():
            message = await receive()
            request.extend(message.get("body", b""))
            return message

        async def say(message):
            if message["type"] == "http.response.start":
                begun.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            if begun["status"] == 200:
                begun["headers"] = [*begun["headers"], (b"myelin-answer-signature", self.sign(scope, request, body))]
            await send(begun)
            await send({"type": "http.response.body", "body": bytes(body)})

        await self.app(scope, hear, say)

    def sign(self, scope, request, body):
        header = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked = ["dendrite_nonce", "dendrite_hotkey", "axon_hotkey", "dendrite_uuid"]
        signed_by_caller = ".".join([*(header[f"bt_header_{name}"] for name in asked), header["computed_body_hash"]])
        digest = sha256(f"{header['name']}\n{signed_by_caller}\n{sha256(request).hexdigest()}".encode()).hexdigest()
        nonce = time.time_ns()
        parts = ["myelin-answer/1", digest, self.hotkey.ss58_address, "200", sha256(body).hexdigest(), str(nonce)]
        return f"{nonce}.0x{self.hotkey.sign(chr(10).join(parts)).hex()}".encode()
