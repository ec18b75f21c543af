package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.exchange.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The ids of Slack: the {@code event_id} of an event, and the digest of everything else that Slack sends, which has no
 * id: the challenge for the URL, a notice of a rate limit, and forms, such as those of slash commands.
 */
record SlackIds() implements EventIds {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    public boolean readsBody() {
        return true;
    }

    @Override
    public Object id(SentEvent event) {
        List<String> types = event.headers("Content-Type");
        if (!types.isEmpty() && types.get(0).strip().toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return digest(event);
        }
        JsonNode body = JsonBody.object(event);
        boolean hasId = body.has("event_id") || JsonBody.text(body, "type").equals("event_callback");
        return hasId ? JsonBody.text(body, "event_id") : digest(event);
    }

    private static Object digest(SentEvent event) {
        byte[] body = event.body();
        if (body == null || body.length == 0) {
            throw NoEventIdException.missing("the body");
        }
        return List.of("content", HexFormat.of().formatHex(Sha256.of(body)));
    }
}
