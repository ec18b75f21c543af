package io.kvkit.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reads and changes the plan of an account. The next search of the account has the limit of the new plan. The shop has
 * no login; with one, only administrators may change plans.
 */
@RestController
@RequestMapping("/api/accounts/{account}/plan")
final class AccountController {

    private static final String NAME = "[a-z0-9-]{1,20}";

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping
    AccountPlan find(@PathVariable @Pattern(regexp = NAME) String account) {
        return new AccountPlan(accounts.planOf(account));
    }

    @PutMapping
    AccountPlan change(@PathVariable @Pattern(regexp = NAME) String account, @Valid @RequestBody AccountPlan change) {
        accounts.changePlan(account, change.plan());
        return change;
    }
}
