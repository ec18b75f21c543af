package io.kvkit.spring.dedupe.webhook;

import java.util.List;

/**
 * Ids in a header.
 *
 * @param names the headers that may contain the id; the first one that a request has applies
 */
public record HeaderIds(List<String> names) implements EventIds {

    @Override
    public boolean readsBody() {
        return false;
    }

    @Override
    public Object id(SentEvent event) {
        return only(event, present(event, names));
    }

    /** Returns the first of the headers that a request has; else the first one. */
    static String present(SentEvent event, List<String> names) {
        return names.stream()
                .filter(name -> !event.headers(name).isEmpty())
                .findFirst()
                .orElse(names.get(0));
    }

    /** Returns the only value of a header. */
    static String only(SentEvent event, String name) {
        String what = "the header " + name;
        List<String> values = event.headers(name);
        if (values.isEmpty()) {
            throw NoEventIdException.missing(what);
        }
        if (values.size() > 1) {
            throw NoEventIdException.malformed(what + " has " + values.size() + " values");
        }
        String value = IdText.checked(values.get(0).strip(), what);
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw NoEventIdException.malformed(what + " has other characters than ASCII");
        }
        return value;
    }
}
