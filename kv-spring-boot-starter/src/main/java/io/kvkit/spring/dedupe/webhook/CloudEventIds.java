package io.kvkit.spring.dedupe.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/**
 * The ids of CloudEvents over HTTP: source and id together, from the headers (binary mode) or from the body (structured
 * mode). A batch is refused, because one call is one event.
 */
record CloudEventIds() implements EventIds {

    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";

    @Override
    public boolean readsBody() {
        return true;
    }

    @Override
    public Object id(SentEvent event) {
        List<String> types = event.headers("Content-Type");
        String type = types.isEmpty() ? "" : types.get(0).strip().toLowerCase(Locale.ROOT);
        if (type.startsWith(BATCH)) {
            throw NoEventIdException.malformed("the request contains a batch of events");
        }
        return type.startsWith(STRUCTURED) ? structured(JsonBody.object(event)) : binary(event);
    }

    private static List<String> structured(JsonNode event) {
        return List.of(JsonBody.text(event, "source"), JsonBody.text(event, "id"));
    }

    private static List<String> binary(SentEvent event) {
        return List.of(decoded(event, "ce-source"), decoded(event, "ce-id"));
    }

    // The HTTP binding percent-encodes values.
    private static String decoded(SentEvent event, String name) {
        String value = HeaderIds.only(event, name);
        try {
            // One char for each byte, because a decoder of texts would replace malformed ones and so unite two ids.
            byte[] bytes = StringUtils.uriDecode(value, ISO_8859_1).getBytes(ISO_8859_1);
            return IdText.checked(IdText.utf8(bytes, "the header " + name), "the header " + name);
        } catch (IllegalArgumentException e) {
            throw NoEventIdException.malformed("the header " + name + " has an invalid percent sign");
        }
    }
}
