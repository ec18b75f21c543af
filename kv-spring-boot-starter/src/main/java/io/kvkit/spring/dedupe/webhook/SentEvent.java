package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as its sender sent it. */
public interface SentEvent {

    /** Returns all values of a header in order; empty if there is none. */
    List<String> headers(String name);

    /** Returns the bytes of the body; null if other code has read them. Do not change them. */
    byte @Nullable [] body();

    /** Returns the event that a request contains. */
    static SentEvent of(Exchange exchange) {
        return new SentEvent() {

            @Override
            public List<String> headers(String name) {
                return exchange.headers(name);
            }

            @Override
            public byte @Nullable [] body() {
                return exchange.bytes();
            }
        };
    }
}
