package io.kvkit.spring.web.servlet;

import io.kvkit.call.KvRejectedException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.web.KvProblem;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaders;
import io.kvkit.store.KvException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Answers refusals and store failures of MVC handlers with problems. An advice of a lower order goes first. */
@ControllerAdvice
@Order(0)
public final class KvServletProblemAdvice {

    private final KvProblems problems;

    /** Creates an advice that renders these problems. */
    public KvServletProblemAdvice(KvProblems problems) {
        this.problems = problems;
    }

    /** Returns the response to a refusal. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> refused(KvRejectedException refusal, HttpServletResponse response) {
        return answer(problems.of(refusal), response);
    }

    /** Returns the response to a store's failure. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> failed(KvException failure, HttpServletResponse response) {
        return answer(problems.of(failure), response);
    }

    /** Returns the response to a request without a usable key. A mistake of the application is rethrown. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> keyless(KvKeyException noKey, HttpServletResponse response) {
        KvProblem problem = problems.of(noKey);
        if (problem == null) {
            throw noKey;
        }
        return answer(problem, response);
    }

    /**
     * Returns the response to a request whose values an expression cannot read. A mistake of the application is
     * rethrown.
     */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> unreadable(KvExpressionException failure, HttpServletResponse response) {
        KvProblem problem = problems.of(failure);
        if (problem == null) {
            throw failure;
        }
        return answer(problem, response);
    }

    // Spring MVC adds an entity's headers to those of the response, so a limit would appear twice.
    private static ResponseEntity<ProblemDetail> answer(KvProblem problem, HttpServletResponse response) {
        problem.headers().forEach((name, value) -> {
            if (name.equals(HttpHeaders.LINK)) {
                response.addHeader(name, value);
            } else if (!LimitHeaders.owns(name) || !response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
        return problem.entity().body(problem.detail());
    }
}
