package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.EventSignatureException.Reason;
import io.kvkit.store.MicroClock;
import java.util.List;

/**
 * Requires that a sender has signed an event with one of the secrets of a consumer. Immutable and safe for use by
 * several threads.
 */
public final class EventSignatures {

    /** The most seconds between the time of a signature and now. */
    static final long TOLERANCE = 300;

    private static final long MICROS = 1_000_000;

    private final SignatureScheme scheme;
    private final List<SigningKey> keys;
    private final MicroClock clock;

    EventSignatures(SignatureScheme scheme, List<SigningKey> keys, MicroClock clock) {
        this.scheme = scheme;
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /**
     * Refuses an event that is not signed, or whose signature is too old or too far in the future.
     *
     * @throws EventSignatureException if it is refused
     */
    public void require(SentEvent event) {
        Signature signature = scheme.read(event);
        byte[] body = event.body();
        if (body == null) {
            throw new EventSignatureException(Reason.BODY_READ);
        }
        if (!signature.isOf(body, keys)) {
            throw new EventSignatureException(Reason.WRONG);
        }
        Long sentAt = signature.sentAt();
        if (sentAt != null && Math.abs(clock.micros() / MICROS - sentAt) > TOLERANCE) {
            throw new EventSignatureException(Reason.EXPIRED);
        }
    }

    @Override
    public String toString() {
        return "EventSignatures[" + scheme.getClass().getSimpleName() + ", " + keys.size() + " secrets]";
    }
}
