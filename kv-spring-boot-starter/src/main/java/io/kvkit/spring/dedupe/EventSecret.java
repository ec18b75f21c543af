package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvPropertyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A secret by which a sender signs its events. It is never shown. */
public final class EventSecret {

    private final String text;

    /** Creates a secret from the text that the sender shows. */
    public EventSecret(String text) {
        this.text = text.strip();
    }

    String text() {
        return text;
    }

    /** Requires that a property with secrets has at least one, and none that is empty. */
    static void check(String property, @Nullable List<EventSecret> secrets) {
        boolean empty =
                secrets != null && (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.text.isEmpty()));
        if (empty) {
            throw new KvPropertyException(
                    property + " is empty", "Write the secret that the sender shows, or remove the property");
        }
    }

    @Override
    public String toString() {
        return "EventSecret";
    }
}
