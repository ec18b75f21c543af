package io.kvkit.spring.integration;

import io.kvkit.annotation.RateLimited;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Handlers of servlets whose answer is not what they return. */
@RestController
class LateLogins {

    @RateLimited(name = "callable", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/callable")
    public Callable<ResponseEntity<String>> callable(@RequestParam int status) {
        return () -> ResponseEntity.status(status).body("answer");
    }

    @RateLimited(name = "deferred", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/deferred")
    public DeferredResult<ResponseEntity<String>> deferred(@RequestParam int status) {
        DeferredResult<ResponseEntity<String>> result = new DeferredResult<>();
        CompletableFuture.runAsync(
                () -> result.setResult(ResponseEntity.status(status).body("answer")));
        return result;
    }

    @RateLimited(name = "set", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/set")
    public String set(@RequestParam int status, HttpServletResponse response) {
        response.setStatus(status);
        return "answer";
    }

    @RateLimited(name = "sent", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/sent")
    public void sent(@RequestParam int status, HttpServletResponse response) throws IOException {
        if (status >= 400) {
            response.sendError(status);
        }
    }
}
