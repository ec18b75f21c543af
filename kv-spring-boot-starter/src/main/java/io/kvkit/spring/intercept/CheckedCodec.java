package io.kvkit.spring.intercept;

import io.kvkit.codec.Codec;
import io.kvkit.spring.operation.OperationSite;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codec of one method's results, which keeps none before one of them could be read again: a result that is only
 * written would be missed, or refused, at each later call, and nobody would know why.
 */
final class CheckedCodec implements Codec {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final Codec codec;
    private final OperationSite site;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean readable;

    CheckedCodec(Codec codec, OperationSite site) {
        this.codec = codec;
        this.site = site;
    }

    @Override
    public byte[] encode(Object value, Type type) {
        byte[] bytes = codec.encode(value, type);
        if (!readable) {
            requireReadable(bytes, type);
            readable = true;
        }
        return bytes;
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        return codec.decode(bytes, type);
    }

    private void requireReadable(byte[] bytes, Type type) {
        try {
            codec.decode(bytes, type);
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                log.warn(
                        "Results of {} are not kept, because they cannot be read again as {}: {}",
                        site,
                        type.getTypeName(),
                        e.getMessage());
            }
            throw e;
        }
    }
}
