package io.kvkit.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The shop has no such product: 404. */
final class UnknownProductException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    UnknownProductException(long id) {
        super(HttpStatus.NOT_FOUND, problem(id), null);
    }

    private static ProblemDetail problem(long id) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no product " + id + ".");
    }
}
