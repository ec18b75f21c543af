package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.EventSignatureException.Reason;
import java.util.List;

/** Reads the headers of signatures, strictly: what two readers may understand differently is refused. */
final class SignatureHeaders {

    private static final int MOST_DIGITS = 12;

    private SignatureHeaders() {}

    /** Returns the only value of a header. */
    static String only(SentEvent event, String name) {
        List<String> values = event.headers(name);
        if (values.isEmpty() || values.get(0).isBlank()) {
            throw new EventSignatureException(Reason.MISSING);
        }
        if (values.size() > 1) {
            throw malformed();
        }
        return values.get(0).strip();
    }

    /** Returns what follows the prefix that the value must have. */
    static String after(String prefix, String value) {
        if (!value.startsWith(prefix)) {
            throw malformed();
        }
        return value.substring(prefix.length());
    }

    /** Returns a time in seconds since the epoch. */
    static long seconds(String text) {
        boolean isNumber =
                !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw malformed();
        }
        return Long.parseLong(text);
    }

    static EventSignatureException malformed() {
        return new EventSignatureException(Reason.MALFORMED);
    }
}
