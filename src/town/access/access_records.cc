#include "town/access/access_rules.h"

// The field tables of what access takes and gives.
namespace accounts {
namespace {

using record::field;
using record::field_of;

constexpr record::choice languages[] = {{"zh", "中文", "Chinese"}, {"en", "英文", "English"}};

const field role_grant_fields[] = {
    field_of<&role_grant::role>({.name = "role", .summary = "what the account is", .choices = role_choices()}),
    field_of<&role_grant::area_id>(
        {.name = "area_id", .summary = "the area it holds for, with everything below; null: everywhere", .max_length = 60}),
};

constexpr field account_fields[] = {
    field_of<&account::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
    field_of<&account::name>({.name = "name", .summary = "for signing in", .read_only = true, .max_length = 40}),
    field_of<&account::display_name>({.name = "display_name", .summary = "as others see it", .min_length = 1, .max_length = 60}),
    field_of<&account::language>({.name = "language", .summary = "of the console", .required = false, .choices = languages}),
    field_of<&account::disabled>({.name = "disabled", .summary = "may not sign in; its tokens do not work", .required = false}),
    field_of<&account::must_change_password>(
        {.name = "must_change_password", .summary = "somebody else chose it, or it is too old", .read_only = true}),
    field_of<&account::locked_until>({.name = "locked_until", .summary = "after too many failures", .read_only = true, .column = false}),
    field_of<&account::last_login_at>({.name = "last_login_at", .summary = "the last sign-in", .read_only = true}),
    field_of<&account::password_changed_at>({.name = "password_changed_at", .summary = "when it was set", .read_only = true}),
    field_of<&account::created_at>({.name = "created_at", .summary = "when it was made", .read_only = true}),
    field_of<&account::grants>(
        {.name = "grants", .summary = "its roles; at most one administrator's", .required = false, .column = false, .max_length = 50}),
    field_of<&account::initial_password>({.name = "initial_password", .summary = "shown once, by what made it", .read_only = true, .column = false}),
    field_of<&account::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
};

constexpr field new_account_fields[] = {
    field_of<&new_account::name>({.name = "name", .summary = "for signing in", .min_length = 2, .max_length = 40}),
    field_of<&new_account::display_name>({.name = "display_name", .summary = "as others see it", .min_length = 1, .max_length = 60}),
    field_of<&new_account::language>({.name = "language", .summary = "of the console", .required = false, .choices = languages}),
    field_of<&new_account::grants>({.name = "grants", .summary = "its roles; at most one administrator's", .required = false, .max_length = 50}),
    field_of<&new_account::password>({.name = "password", .summary = "left out: one is made and shown once", .max_length = 128}),
};

constexpr field sign_in_fields[] = {
    field_of<&sign_in::name>({.name = "name", .summary = "of the account", .max_length = 100}),
    field_of<&sign_in::password>({.name = "password", .summary = "of the account", .max_length = 128}),
};

constexpr field password_change_fields[] = {
    field_of<&password_change::old_password>({.name = "old_password", .summary = "the present one", .max_length = 128}),
    field_of<&password_change::new_password>({.name = "new_password", .summary = "10 or more, three kinds of characters", .max_length = 128}),
};

constexpr field password_reset_fields[] = {
    field_of<&password_reset::new_password>({.name = "new_password", .summary = "left out: one is made and shown once", .max_length = 128}),
};

constexpr field session_account_fields[] = {
    field_of<&session_account::id>({.name = "id", .summary = "UUID"}),
    field_of<&session_account::name>({.name = "name", .summary = "for signing in"}),
    field_of<&session_account::display_name>({.name = "display_name", .summary = "as others see it"}),
    field_of<&session_account::language>({.name = "language", .summary = "of the console", .choices = languages}),
    field_of<&session_account::must_change_password>({.name = "must_change_password", .summary = "somebody else chose it, or it is too old"}),
};

constexpr field session_view_fields[] = {
    field_of<&session_view::account>({.name = "account", .summary = "who is signed in"}),
    field_of<&session_view::permissions>({.name = "permissions", .summary = "what it may do somewhere"}),
    field_of<&session_view::scopes>({.name = "scopes", .summary = "areas it may do it in; \"*\" = everywhere"}),
    field_of<&session_view::idle_timeout_s>({.name = "idle_timeout_s", .summary = "seconds without a request that end it; 0: none"}),
    field_of<&session_view::expires_at>({.name = "expires_at", .summary = "when it ends in any case"}),
};

constexpr field api_token_fields[] = {
    field_of<&api_token::id>({.name = "id", .summary = "UUID", .read_only = true}),
    field_of<&api_token::name>({.name = "name", .summary = "what it is for"}),
    field_of<&api_token::account_id>({.name = "account_id", .summary = "whom it acts for", .refers_to = "accounts"}),
    field_of<&api_token::account_name>({.name = "account_name", .summary = "whom it acts for", .read_only = true, .column = false}),
    field_of<&api_token::permissions>({.name = "permissions", .summary = "what it may do; empty: all that the account may"}),
    field_of<&api_token::created_at>({.name = "created_at", .summary = "when it was made", .read_only = true}),
    field_of<&api_token::created_by>({.name = "created_by", .summary = "who made it", .read_only = true, .refers_to = "accounts"}),
    field_of<&api_token::expires_at>({.name = "expires_at", .summary = "when it ends; null: never"}),
    field_of<&api_token::last_used_at>({.name = "last_used_at", .summary = "to the minute", .read_only = true}),
    field_of<&api_token::token>({.name = "token", .summary = "the secret itself, shown once", .read_only = true, .column = false}),
};

constexpr field new_token_fields[] = {
    field_of<&new_token::name>({.name = "name", .summary = "what it is for", .min_length = 1, .max_length = 60}),
    field_of<&new_token::account_id>(
        {.name = "account_id", .summary = "whom it acts for; null: yourself", .max_length = 36, .refers_to = "accounts"}),
    field_of<&new_token::permissions>(
        {.name = "permissions", .summary = "what it may do; empty: all that the account may", .required = false, .max_length = 60}),
    field_of<&new_token::expires_at>({.name = "expires_at", .summary = "when it ends; null: never"}),
};

constexpr field role_name_fields[] = {
    field_of<&role_name::zh>({.name = "zh", .summary = "Chinese"}),
    field_of<&role_name::en>({.name = "en", .summary = "English"}),
};

constexpr field role_view_fields[] = {
    field_of<&role_view::code>({.name = "code", .summary = "of the role"}),
    field_of<&role_view::name>({.name = "name", .summary = "for people"}),
    field_of<&role_view::administrator>({.name = "administrator", .summary = "one of the three that exclude each other"}),
    field_of<&role_view::permissions>({.name = "permissions", .summary = "what it may do"}),
};

constexpr field journal_line_fields[] = {
    field_of<&journal_line::seq>({.name = "seq", .summary = "number in the node's journal"}),
    field_of<&journal_line::node>({.name = "node", .summary = "which node wrote it"}),
    field_of<&journal_line::at>({.name = "at", .summary = "when"}),
    field_of<&journal_line::account>({.name = "account", .summary = "id of who did it; empty: the system, or nobody signed in"}),
    field_of<&journal_line::account_name>({.name = "account_name", .summary = "name of who did it"}),
    field_of<&journal_line::operation>({.name = "operation", .summary = "what was done"}),
    field_of<&journal_line::subject_kind>({.name = "subject_kind", .summary = "on what kind of thing"}),
    field_of<&journal_line::subject>({.name = "subject", .summary = "on which"}),
    field_of<&journal_line::detail>({.name = "detail", .summary = "how, without secrets"}),
    field_of<&journal_line::remote>({.name = "remote", .summary = "from which address"}),
    field_of<&journal_line::request_id>({.name = "request_id", .summary = "in which request"}),
};

const record::table role_grant_table{.name = "RoleGrant", .summary = "A role within an area.", .fields = role_grant_fields};
const record::table account_table{.name = "Account", .summary = "A duty holder's account.", .fields = account_fields};
const record::table new_account_table{.name = "NewAccount", .summary = "An account to make.", .fields = new_account_fields};
const record::table sign_in_table{.name = "SignIn", .summary = "Name and password.", .fields = sign_in_fields};
const record::table password_change_table{.name = "PasswordChange", .summary = "One's own new password.", .fields = password_change_fields};
const record::table password_reset_table{.name = "PasswordReset", .summary = "Another's new password.", .fields = password_reset_fields};
const record::table session_account_table{.name = "SessionAccount", .summary = "Who is signed in.", .fields = session_account_fields};
const record::table session_view_table{.name = "Session", .summary = "Who is signed in and may do what.", .fields = session_view_fields};
const record::table api_token_table{.name = "Token", .summary = "A program's key.", .fields = api_token_fields};
const record::table new_token_table{.name = "NewToken", .summary = "A token to make.", .fields = new_token_fields};
const record::table role_name_table{.name = "RoleName", .summary = "A role's name.", .fields = role_name_fields};
const record::table role_view_table{.name = "Role", .summary = "What a role may do.", .fields = role_view_fields};
const record::table journal_line_table{.name = "JournalEntry", .summary = "Who did what on what.", .fields = journal_line_fields};

}  // namespace

const record::table& record_of(const role_grant*) { return role_grant_table; }
const record::table& record_of(const account*) { return account_table; }
const record::table& record_of(const new_account*) { return new_account_table; }
const record::table& record_of(const sign_in*) { return sign_in_table; }
const record::table& record_of(const password_change*) { return password_change_table; }
const record::table& record_of(const password_reset*) { return password_reset_table; }
const record::table& record_of(const session_account*) { return session_account_table; }
const record::table& record_of(const session_view*) { return session_view_table; }
const record::table& record_of(const api_token*) { return api_token_table; }
const record::table& record_of(const new_token*) { return new_token_table; }
const record::table& record_of(const role_name*) { return role_name_table; }
const record::table& record_of(const role_view*) { return role_view_table; }
const record::table& record_of(const journal_line*) { return journal_line_table; }

}  // namespace accounts
