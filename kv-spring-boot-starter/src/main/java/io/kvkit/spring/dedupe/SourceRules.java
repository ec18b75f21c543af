package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.dedupe.delivery.DeliveredIds;
import io.kvkit.spring.dedupe.delivery.PayloadPosition;
import io.kvkit.spring.dedupe.webhook.HeaderIds;
import io.kvkit.spring.dedupe.webhook.Sender;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds where the ids of a preset are on a method, and refuses presets that cannot work on it.
 *
 * @param declaration the annotation
 * @param preset the preset
 * @param sender what is known of the preset's senders; null if it is not one of senders
 */
record SourceRules(
        Declaration declaration, Preset preset, @Nullable Sender sender) {

    private static final String MEND = "Write a key, as in key = \"#event.id\"";

    /** Returns the header with the ids; null if the preset has none. */
    static @Nullable String header(Declaration declaration, @Nullable Preset preset) {
        String header = declaration.attributes().text("header");
        if (preset == Preset.HEADER) {
            if (!ValueRules.isHeader(header)) {
                Object shown = header.isEmpty() ? null : header;
                String problem = header.isEmpty() ? "it is required" : "it is not the name of a header";
                throw declaration.site().error("header", shown, problem, "Write one, as in header = \"X-Event-Id\"");
            }
            return header;
        }
        if (!header.isEmpty()) {
            throw declaration
                    .site()
                    .error("header", header, "only preset = HEADER reads it", "Remove it, or write preset = HEADER");
        }
        return null;
    }

    /** Returns whether a key replaces the ids of a preset. */
    static boolean isKeyed(Declaration declaration, Preset preset, boolean signs) {
        String key = declaration.attributes().text("key");
        if (!key.isEmpty() && !signs) {
            throw declaration
                    .site()
                    .error(
                            "key",
                            key,
                            "preset = " + preset + " says what identifies the event",
                            "Set key or preset, not both");
        }
        return !key.isEmpty();
    }

    /** Returns where the ids are. */
    EventSource source(@Nullable String header) {
        if (preset == Preset.CONTENT) {
            return content();
        }
        if (declaration.controller()) {
            return ofRequest(header);
        }
        if (!DeliveredIds.find(preset)) {
            throw refused(
                    "it reads a request, and the method does not handle requests",
                    "Put it on the handler method of a controller, or write a key");
        }
        Integer position = PayloadPosition.ofDelivery(declaration.expressions().parameters());
        if (position == null) {
            throw refused(
                    "it reads a ConsumerRecord or a Message, and the method takes none", "Take one, or write a key");
        }
        return new DeliverySource(declaration.site(), position, new DeliveredIds(preset, header));
    }

    private EventSource ofRequest(@Nullable String header) {
        if (header != null) {
            return new RequestSource(declaration.site(), new HeaderIds(List.of(header)));
        }
        if (sender == null) {
            throw refused("it reads a record of Kafka, and the method handles requests", MEND);
        }
        return new RequestSource(declaration.site(), sender.ids());
    }

    private EventSource content() {
        Integer position = declaration.controller() ? null : PayloadPosition.of(method());
        if (position == null && !declaration.controller()) {
            throw refused(
                    "it is not clear which argument is the content",
                    "Take one, annotate it with @Payload, or write a key");
        }
        BeanFactory beans = declaration.expressions().beans();
        return new ContentSource(
                declaration.site(), position, SingletonSupplier.of(() -> new RequestFingerprint(mapper(beans))));
    }

    private static JsonMapper mapper(@Nullable BeanFactory beans) {
        return beans == null
                ? JsonMapper.builder().build()
                : beans.getBeanProvider(JsonMapper.class)
                        .getIfUnique(() -> JsonMapper.builder().build());
    }

    private Method method() {
        return declaration.site().method();
    }

    private KvConfigurationException refused(String problem, String mend) {
        return declaration.site().error("preset", preset, problem, mend);
    }
}
