package io.kvkit.spring.web.reactive;

import io.kvkit.call.KvRejectedException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.web.KvProblem;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaders;
import io.kvkit.store.KvException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.server.ServerWebExchange;

/** Answers refusals and store failures of WebFlux handlers with problems. An advice of a lower order goes first. */
@ControllerAdvice
@Order(0)
public final class KvWebFluxProblemAdvice {

    private final KvProblems problems;

    /** Creates an advice that renders these problems. */
    public KvWebFluxProblemAdvice(KvProblems problems) {
        this.problems = problems;
    }

    /** Returns the response to a refusal. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> refused(KvRejectedException refusal, ServerWebExchange web) {
        return answer(problems.of(refusal), refusal, web);
    }

    /** Returns the response to a store's failure. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> failed(KvException failure, ServerWebExchange web) {
        return answer(problems.of(failure), failure, web);
    }

    /** Returns the response to a request without a usable key. A mistake of the application is rethrown. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> keyless(KvKeyException noKey, ServerWebExchange web) {
        KvProblem problem = problems.of(noKey);
        if (problem == null) {
            throw noKey;
        }
        return answer(problem, noKey, web);
    }

    /**
     * Returns the response to a request whose values an expression cannot read. A mistake of the application is
     * rethrown.
     */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> unreadable(KvExpressionException failure, ServerWebExchange web) {
        KvProblem problem = problems.of(failure);
        if (problem == null) {
            throw failure;
        }
        return answer(problem, failure, web);
    }

    private static ResponseEntity<ProblemDetail> answer(KvProblem problem, Throwable failure, ServerWebExchange web) {
        if (web.getAttribute(Exchange.KEY) instanceof Exchange exchange) {
            exchange.failed(failure);
        }
        HttpHeaders present = web.getResponse().getHeaders();
        problem.headers().forEach((name, value) -> {
            if (name.equals(HttpHeaders.LINK)) {
                present.add(name, value);
            } else if (!LimitHeaders.owns(name) || !present.containsHeader(name)) {
                present.set(name, value);
            }
        });
        return problem.entity().body(problem.detail());
    }
}
