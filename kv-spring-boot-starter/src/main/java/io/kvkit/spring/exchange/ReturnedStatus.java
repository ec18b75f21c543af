package io.kvkit.spring.exchange;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;

/** Derives the outcome from a returned value if no component sees the response. */
public final class ReturnedStatus {

    private static final boolean WEB =
            ClassUtils.isPresent("org.springframework.web.ErrorResponse", ReturnedStatus.class.getClassLoader());

    private ReturnedStatus() {}

    /** Returns why the value is no outcome; null if it is one. A value without a status is an outcome. */
    public static @Nullable StatusNotFinalException refusal(@Nullable Object value) {
        int status = of(value);
        return status == 0 || FinalStatus.isFinal(status) ? null : new StatusNotFinalException(status);
    }

    /** Returns the status that a value has by itself; 0 if it has none. */
    public static int of(@Nullable Object value) {
        return WEB && value != null ? Lookup.status(value) : 0;
    }

    // A class of its own, loaded only with Spring Web.
    private static final class Lookup {

        static int status(Object value) {
            if (value instanceof ResponseEntity<?> entity) {
                return entity.getStatusCode().value();
            }
            if (value instanceof ErrorResponse error) {
                return error.getStatusCode().value();
            }
            return value instanceof ProblemDetail problem ? problem.getStatus() : 0;
        }
    }
}
