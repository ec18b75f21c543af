package io.kvkit.spring.dedupe.webhook;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event that a test wrote down. */
record TestEvent(Map<String, List<String>> all, byte @Nullable [] body) implements SentEvent {

    static TestEvent of(String body) {
        return new TestEvent(Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same event with these values of a header; without the header if there are none. */
    TestEvent with(String header, String... values) {
        Map<String, List<String>> changed = new HashMap<>(all);
        changed.put(header.toLowerCase(Locale.ROOT), List.of(values));
        return new TestEvent(changed, body);
    }

    TestEvent withBody(byte @Nullable [] other) {
        return new TestEvent(all, other);
    }

    TestEvent withBody(String other) {
        return withBody(other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> headers(String name) {
        return all.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
