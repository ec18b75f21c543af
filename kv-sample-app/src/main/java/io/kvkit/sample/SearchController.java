package io.kvkit.sample;

import io.kvkit.annotation.RateLimited;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives each account five searches per minute, or what its plan allows. The shop has no login, so a request names its
 * account; with a login, it is the name of the principal.
 */
@RestController
class SearchController {

    private final ProductTable table;

    SearchController(ProductTable table) {
        this.table = table;
    }

    @GetMapping("/api/search")
    @RateLimited(name = "search", key = "#account", plan = "@accounts.planOf(#account)", limit = 5, window = "1m")
    List<String> search(
            @RequestParam @Pattern(regexp = "[a-z0-9-]{1,20}") String account,
            @RequestParam @Pattern(regexp = "[A-Za-z ]{1,30}") String text) {
        return table.search(text);
    }
}
