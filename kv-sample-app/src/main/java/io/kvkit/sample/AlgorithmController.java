package io.kvkit.sample;

import jakarta.validation.constraints.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Does nothing. The routes in application.yml limit its paths, each by another algorithm. */
@RestController
final class AlgorithmController {

    @GetMapping("/api/algorithms/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void call(@PathVariable @Pattern(regexp = "(token-bucket|(sliding|fixed|strict|calendar)-window)") String name) {}
}
