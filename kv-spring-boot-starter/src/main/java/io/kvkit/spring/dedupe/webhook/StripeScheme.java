package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.EventSignatureException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The signatures of Stripe: {@code Stripe-Signature: t=1492774577,v1=5257a8...}, over time and body. */
record StripeScheme() implements SignatureScheme {

    private static final String PREFIX = "whsec_";

    // The whole text is the secret, unlike that of Standard Webhooks.
    @Override
    public SigningKey key(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() == PREFIX.length()) {
            throw new IllegalArgumentException("a signing secret of Stripe begins with " + PREFIX);
        }
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Signature read(SentEvent event) {
        List<String> times = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String part : SignatureHeaders.only(event, "Stripe-Signature").split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length != 2) {
                throw SignatureHeaders.malformed();
            }
            if (pair[0].equals("t")) {
                times.add(pair[1]);
            } else if (pair[0].equals("v1")) {
                texts.add(pair[1]);
            }
        }
        return signature(times, texts);
    }

    private static Signature signature(List<String> times, List<String> texts) {
        if (times.size() != 1) {
            throw SignatureHeaders.malformed();
        }
        if (texts.isEmpty()) {
            throw new EventSignatureException(Reason.MISSING);
        }
        String time = times.get(0);
        return new Signature(time + ".", Signature.Encoding.HEX, texts, SignatureHeaders.seconds(time));
    }
}
