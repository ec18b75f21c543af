package io.kvkit.spring.dedupe.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The signatures of Slack: {@code X-Slack-Signature: v0=a2114d...}, over version, time and body. */
record SlackScheme() implements SignatureScheme {

    @Override
    public SigningKey key(String secret) {
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Signature read(SentEvent event) {
        String value = SignatureHeaders.only(event, "X-Slack-Signature");
        String time = SignatureHeaders.only(event, "X-Slack-Request-Timestamp");
        String text = SignatureHeaders.after("v0=", value);
        return new Signature("v0:" + time + ":", Signature.Encoding.HEX, List.of(text), SignatureHeaders.seconds(time));
    }
}
