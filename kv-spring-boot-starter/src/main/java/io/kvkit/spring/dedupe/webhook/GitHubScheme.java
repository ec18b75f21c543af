package io.kvkit.spring.dedupe.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The signatures of GitHub: {@code X-Hub-Signature-256: sha256=757107...}, over the body. */
record GitHubScheme() implements SignatureScheme {

    @Override
    public SigningKey key(String secret) {
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Signature read(SentEvent event) {
        String value = SignatureHeaders.only(event, "X-Hub-Signature-256");
        String text = SignatureHeaders.after("sha256=", value);
        return new Signature("", Signature.Encoding.HEX, List.of(text), null);
    }
}
