package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.EventSignatureException.Reason;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The signatures of Standard Webhooks and Svix: {@code webhook-signature: v1,g0hM9S... v1,bm9ldH...}, over id, time and
 * body.
 *
 * @param prefixes the prefixes of the headers; those of the first one whose id a request has apply
 */
record StandardScheme(List<String> prefixes) implements SignatureScheme {

    private static final String SECRET = "whsec_";
    private static final String VERSION = "v1,";

    /** The fewest bytes of a secret. The specification asks for 24 or more, Svix has shorter ones too. */
    private static final int LEAST_BYTES = 16;

    @Override
    public SigningKey key(String secret) {
        byte[] bytes = secret.startsWith(SECRET) ? decoded(secret.substring(SECRET.length())) : new byte[0];
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "a secret is " + SECRET + " and at least " + LEAST_BYTES + " bytes in Base64");
        }
        return new SigningKey(bytes);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    @Override
    public Signature read(SentEvent event) {
        String prefix = HeaderIds.present(event, ids());
        String family = prefix.substring(0, prefix.length() - "id".length());
        String id = id(SignatureHeaders.only(event, prefix));
        String time = SignatureHeaders.only(event, family + "timestamp");
        List<String> texts = Stream.of(
                        SignatureHeaders.only(event, family + "signature").split(" ", -1))
                .filter(text -> text.startsWith(VERSION))
                .map(text -> text.substring(VERSION.length()))
                .toList();
        if (texts.isEmpty()) {
            throw new EventSignatureException(Reason.MISSING);
        }
        return new Signature(id + "." + time + ".", Signature.Encoding.BASE64, texts, SignatureHeaders.seconds(time));
    }

    /** Returns the headers that may contain the id. */
    List<String> ids() {
        return prefixes.stream().map(prefix -> prefix + "id").toList();
    }

    // The parts are joined by dots, so an id with one could be read as an id and a time.
    private static String id(String id) {
        if (id.indexOf('.') >= 0) {
            throw SignatureHeaders.malformed();
        }
        return id;
    }
}
