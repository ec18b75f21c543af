package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.LaterWork;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Results of handlers whose work is done by another thread. */
final class LaterResults {

    private LaterResults() {}

    /** Returns the result, such that the work tells of its begin and its end where they can be seen; null if it is none. */
    static @Nullable Object follow(@Nullable Object returned, LaterWork work) {
        if (returned instanceof Callable<?> callable) {
            return followed(callable, work);
        }
        if (returned instanceof DeferredResult || returned instanceof WebAsyncTask) {
            return returned;
        }
        if (returned instanceof ResponseEntity<?> entity) {
            Object body = streamed(entity.getBody(), work);
            return body == null ? null : new ResponseEntity<>(body, entity.getHeaders(), entity.getStatusCode());
        }
        return streamed(returned, work);
    }

    private static @Nullable Object streamed(@Nullable Object returned, LaterWork work) {
        if (returned instanceof StreamingResponseBody body) {
            return followed(body, work);
        }
        return returned instanceof ResponseBodyEmitter ? returned : null;
    }

    private static <T extends @Nullable Object> Callable<T> followed(Callable<T> callable, LaterWork work) {
        return () -> {
            work.begin();
            try {
                return callable.call();
            } finally {
                work.end();
            }
        };
    }

    private static StreamingResponseBody followed(StreamingResponseBody body, LaterWork work) {
        return out -> {
            work.begin();
            try {
                body.writeTo(out);
            } finally {
                work.end();
            }
        };
    }
}
