package io.kvkit.spring.idempotent;

import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.spring.exchange.RecordedResponse;

/** Keeps the result of a controller as a recorded response. */
enum RecordedResults implements ResultFormat {
    INSTANCE;

    @Override
    public byte[] encode(Object result) {
        return ((RecordedResponse) result).toBytes();
    }

    @Override
    public Object decode(byte[] bytes) {
        return RecordedResponse.fromBytes(bytes);
    }
}
