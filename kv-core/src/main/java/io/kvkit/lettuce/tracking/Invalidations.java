package io.kvkit.lettuce.tracking;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the pushes of servers: {@code [invalidate, keys]}, or {@code [invalidate, null]} if all keys were removed. */
record Invalidations(Audiences audiences) implements PushListener {

    @Override
    public void onPushMessage(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        List<Object> content = message.getContent();
        if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
            keys.forEach(this::changed);
        } else {
            audiences.anythingChanged();
        }
    }

    private void changed(Object key) {
        if (key instanceof ByteBuffer bytes) {
            audiences.changed(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
        }
    }
}
