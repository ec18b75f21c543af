package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.servlet.view.RedirectView;

/** Handlers of the kinds that only Spring MVC has, each with the number of its run. */
@RestController
@RequestMapping("/own")
class ShapesOfServlets {

    /** Adds a header to all responses. */
    static final class Adding extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.addHeader("X-Filter", "1");
            chain.doFilter(request, response);
        }
    }

    /** Changes what is written. */
    @RestControllerAdvice(assignableTypes = ShapesOfServlets.class)
    static class Advice implements ResponseBodyAdvice<Object> {

        @Override
        public boolean supports(MethodParameter type, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public Object beforeBodyWrite(
                Object body,
                MethodParameter type,
                MediaType media,
                Class<? extends HttpMessageConverter<?>> converter,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            response.getHeaders().add("X-Advised", "1");
            return body instanceof Map<?, ?> map ? Map.of("advised", map, "at", System.nanoTime()) : body;
        }
    }

    private final AtomicInteger runs = new AtomicInteger();

    int runs() {
        return runs.get();
    }

    private Map<String, Object> ran() {
        return Map.of("run", runs.incrementAndGet());
    }

    @Idempotent(name = "o-advised")
    @PostMapping("/advised")
    public Map<String, Object> advised() {
        return ran();
    }

    @Idempotent(name = "o-callable")
    @PostMapping("/callable")
    public Callable<Map<String, Object>> callable() {
        return this::ran;
    }

    @Idempotent(name = "o-callable-entity")
    @PostMapping("/callable-entity")
    public Callable<ResponseEntity<String>> callableEntity() {
        return () -> ResponseEntity.accepted().header("X-Own", "yes").body("" + ran());
    }

    @Idempotent(name = "o-callable-thrown")
    @PostMapping("/callable-thrown")
    public Callable<String> callableThrown() {
        return () -> {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "" + ran());
        };
    }

    @Idempotent(name = "o-deferred")
    @PostMapping("/deferred")
    public DeferredResult<Map<String, Object>> deferred() {
        DeferredResult<Map<String, Object>> result = new DeferredResult<>();
        CompletableFuture.runAsync(() -> result.setResult(ran()));
        return result;
    }

    @Idempotent(name = "o-deferred-thrown")
    @PostMapping("/deferred-thrown")
    public DeferredResult<String> deferredThrown() {
        DeferredResult<String> result = new DeferredResult<>();
        result.setErrorResult(new ResponseStatusException(HttpStatus.NOT_FOUND, "" + ran()));
        return result;
    }

    @Idempotent(name = "o-task")
    @PostMapping("/task")
    public WebAsyncTask<String> task() {
        return new WebAsyncTask<>(() -> "task " + ran());
    }

    @Idempotent(name = "o-headers")
    @PostMapping("/headers")
    public HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Run", "" + ran());
        return headers;
    }

    @Idempotent(name = "o-redirect")
    @PostMapping("/redirect")
    public RedirectView redirect() {
        return new RedirectView("/at?run=" + ran().get("run"));
    }

    @Idempotent(name = "o-writer")
    @PostMapping("/writer")
    public void writer(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print("Grüße " + ran());
        response.flushBuffer();
        response.getWriter().print("!");
    }

    @Idempotent(name = "o-stream")
    @PostMapping("/stream")
    public void stream(HttpServletResponse response) throws IOException {
        response.setStatus(202);
        response.addCookie(new Cookie("session", "secret"));
        response.setHeader("X-Own", "a");
        response.addHeader("X-Own", "b");
        response.getOutputStream().write(("" + ran()).getBytes(StandardCharsets.UTF_8));
    }

    @Idempotent(name = "o-send-redirect")
    @PostMapping("/send-redirect")
    public void sendRedirect(HttpServletResponse response) throws IOException {
        response.sendRedirect("/at?run=" + ran().get("run"));
    }

    @Idempotent(name = "o-send-error")
    @PostMapping("/send-error")
    public void sendError(HttpServletResponse response) throws IOException {
        response.sendError(409, "" + ran());
    }
}
