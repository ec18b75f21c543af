package io.kvkit.spring.exchange;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;

/** What a returned value says of the outcome, where nobody sees the answer that becomes of it. */
public final class ReturnedStatus {

    private static final boolean WEB =
            ClassUtils.isPresent("org.springframework.web.ErrorResponse", ReturnedStatus.class.getClassLoader());

    private ReturnedStatus() {}

    /** Why the value is no outcome; null if it is one, as everything is that names no status. */
    public static @Nullable StatusNotFinalException refusal(@Nullable Object value) {
        int status = WEB && value != null ? Lookup.status(value) : 0;
        return status == 0 || FinalStatus.isFinal(status) ? null : new StatusNotFinalException(status);
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
