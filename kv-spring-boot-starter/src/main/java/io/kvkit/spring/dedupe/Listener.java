package io.kvkit.spring.dedupe;

import io.kvkit.spring.operation.OperationSite;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * An annotation by which a transport calls a method, on the method or on its class.
 *
 * @param transport its kind
 * @param annotation what was written
 */
record Listener(Transport transport, MergedAnnotation<?> annotation) {

    /** All that call a method. */
    static List<Listener> of(OperationSite site) {
        MergedAnnotations own = MergedAnnotations.from(site.method(), SearchStrategy.TYPE_HIERARCHY);
        List<Listener> listeners = new ArrayList<>();
        for (Transport transport : Transport.ALL) {
            own.stream(transport.listener()).forEach(found -> listeners.add(new Listener(transport, found)));
            if (!transport.handler().isEmpty() && own.isPresent(transport.handler())) {
                MergedAnnotations.from(site.type(), SearchStrategy.TYPE_HIERARCHY).stream(transport.listener())
                        .forEach(found -> listeners.add(new Listener(transport, found)));
            }
        }
        return listeners;
    }

    /** The annotation as messages show it. */
    String name() {
        return "@" + annotation.getType().getSimpleName();
    }

    /** What was written for an attribute; empty for nothing, or where there is no such attribute. */
    String text(String attribute) {
        return attribute.isEmpty()
                ? ""
                : annotation.getValue(attribute).map(Object::toString).orElse("");
    }

    /** As {@link #text}, as messages show it. */
    String shown(String attribute, String value) {
        return name() + "(" + attribute + " = \"" + value + "\")";
    }
}
