package io.kvkit.spring.dedupe;

import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.dedupe.webhook.EventSignatures;
import io.kvkit.spring.dedupe.webhook.SentEvent;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Namespace;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses the events of a consumer that their sender has not signed, and counts them by the reason. */
final class SignedEvents {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final OperationSite site;
    private final EventSignatures signatures;
    private final Namespace namespace;
    private final KvListeners listeners;
    private final AtomicBoolean told = new AtomicBoolean();

    SignedEvents(OperationSite site, EventSignatures signatures, Namespace namespace, KvListeners listeners) {
        this.site = site;
        this.signatures = signatures;
        this.namespace = namespace;
        this.listeners = listeners;
    }

    /**
     * Requires that the event of a call is signed.
     *
     * @throws EventSignatureException if it is not
     */
    void require(Invocation call, @Nullable Exchange exchange) {
        try {
            signatures.require(SentEvent.of(RequestSource.request(site, call, exchange)));
        } catch (EventSignatureException refused) {
            count(refused.reason());
            throw refused;
        }
    }

    private void count(EventSignatureException.Reason reason) {
        if (!listeners.isEmpty()) {
            listeners.tell(new OnceEvent(namespace, outcome(reason)));
        }
        if (reason == EventSignatureException.Reason.BODY_READ && told.compareAndSet(false, true)) {
            log.warn(
                    "Events of {} are refused, which is logged once: a filter or a resolver of multipart requests has"
                            + " read the body, so their signature cannot be verified",
                    site);
        }
    }

    private static Outcome outcome(EventSignatureException.Reason reason) {
        return switch (reason) {
            case MISSING -> Outcome.SIGNATURE_MISSING;
            case MALFORMED -> Outcome.SIGNATURE_MALFORMED;
            case WRONG -> Outcome.SIGNATURE_WRONG;
            case EXPIRED -> Outcome.SIGNATURE_EXPIRED;
            case BODY_READ -> Outcome.SIGNATURE_UNCHECKED;
        };
    }
}
