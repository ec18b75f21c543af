package io.kvkit.spring.dedupe;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.MethodAnnotations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * An annotation, on the method or its class, through which a transport calls the method.
 *
 * @param transport the transport
 * @param annotation the annotation
 */
record Listener(Transport transport, MergedAnnotation<?> annotation) {

    /** Returns all listener annotations of a method. */
    static List<Listener> of(OperationSite site) {
        MethodAnnotations own = MethodAnnotations.of(site.type(), site.method());
        List<Listener> listeners = new ArrayList<>();
        for (Transport transport : Transport.ALL) {
            own.all(transport.listener()).forEach(found -> listeners.add(new Listener(transport, found)));
            if (!transport.handler().isEmpty() && own.include(transport.handler())) {
                MergedAnnotations.from(site.type(), SearchStrategy.TYPE_HIERARCHY).stream(transport.listener())
                        .forEach(found -> listeners.add(new Listener(transport, found)));
            }
        }
        return listeners;
    }

    /** Returns the listener annotation by which a transport calls a method, for messages; null if there is none. */
    static @Nullable String callerOf(OperationSite site) {
        return of(site).stream()
                .findFirst()
                .map(listener -> "the transport of " + listener.name())
                .orElse(null);
    }

    /** Returns the annotation for messages. */
    String name() {
        return "@" + annotation.getType().getSimpleName();
    }

    /** Returns the text of an attribute; empty if it is unset or does not exist. */
    String text(String attribute) {
        return attribute.isEmpty()
                ? ""
                : annotation.getValue(attribute).map(Object::toString).orElse("");
    }

    /** Returns the text of an attribute for messages. */
    String shown(String attribute, String value) {
        return name() + "(" + attribute + " = \"" + value + "\")";
    }
}
