"""A page that asks another port by every means that a page has, and a port that notes whoever comes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_MARKUP = """<link rel="preconnect" href="{there}"><link rel="dns-prefetch" href="{there}">
<link rel="prefetch" href="{there}/prefetch"><link rel="icon" href="{there}/icon.ico">
<link rel="stylesheet" href="{there}/style.css"><link rel="modulepreload" href="{there}/module.js">
<script src="{there}/script.js" async></script><img src="{there}/picture.png"><video src="{there}/film.mp4"></video>
<iframe src="{there}/frame"></iframe><iframe srcdoc="<img src='{there}/inner.png'>"></iframe>
<object data="{there}/object.svg"></object>
<form id="form" action="{there}/form" method="post" target="_blank"><input name="a" value="1"></form>"""
_SCRIPT = """<script>
var there = '{there}', socket = there.replace('http', 'ws');
function ignore() {{}}
function attempt(ask) {{ try {{ var asked = ask(); if (asked) asked.catch(ignore) }} catch (error) {{}} }}
function worker(kind) {{ return URL.createObjectURL(new Blob(["fetch('{there}/" + kind + "').catch(String)"])) }}
[
  function () {{ return fetch(there + '/fetch', {{mode: 'no-cors'}}) }},
  function () {{ return fetch(there + '/alive', {{mode: 'no-cors', keepalive: true, method: 'POST', body: 'a'}}) }},
  function () {{ var request = new XMLHttpRequest(); request.open('GET', there + '/xhr'); request.send() }},
  function () {{ navigator.sendBeacon(there + '/beacon', 'a') }},
  function () {{ new WebSocket(socket + '/socket') }},
  function () {{ new EventSource(there + '/events') }},
  function () {{ new Worker(worker('worker')) }},
  function () {{ new SharedWorker(worker('shared')) }},
  function () {{ return navigator.serviceWorker.register(there + '/service.js') }},
  function () {{ return import(there + '/import.js') }},
  function () {{ window.open(there + '/popup') }},
  function () {{ document.getElementById('form').submit() }},
  function () {{ new Image().src = there + '/image' }},
  function () {{
    var peer = new RTCPeerConnection({{iceServers: [
      {{urls: 'stun:{host}:{port}'}}, {{urls: 'turn:{host}:{port}?transport=tcp', username: 'a', credential: 'a'}},
      {{urls: 'turn:{host}:{port}?transport=udp', username: 'a', credential: 'a'}}]}});
    peer.createDataChannel('a');
    return peer.createOffer().then(function (offer) {{ return peer.setLocalDescription(offer) }})
  }},
].forEach(attempt);
</script>"""


def asking(there: str) -> tuple[str, str]:
    """What stands in a page's head and body to ask the port at an address."""
    host, _, port = there.removeprefix("http://").partition(":")
    return _MARKUP.format(there=there), _SCRIPT.format(there=there, host=host, port=port)


@contextmanager
def silent_port() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on a port by TCP and UDP while the block runs; its address, and what came there first each time."""
    came: list[bytes] = []
    with socket.socket() as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        stream.bind(("127.0.0.1", 0))
        datagrams.bind(stream.getsockname())
        stream.listen()

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection = stream.accept()[0]
                    connection.settimeout(1)
                    came.append(b"connected")
                    with connection, suppress(OSError):
                        came[-1] = connection.recv(100) or b"connected"

        def receive() -> None:
            with suppress(OSError):
                while datagram := datagrams.recvfrom(100)[0]:
                    came.append(datagram)

        for listen in (accept, receive):
            threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{stream.getsockname()[1]}", came
        for open_socket in (stream, datagrams):
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
