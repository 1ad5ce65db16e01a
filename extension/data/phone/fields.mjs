// fields.mjs: names of the field numbers of libphonenumber's metadata.

export const FIELDS = {
	1: 'general', 2: 'fixed_line', 3: 'mobile', 4: 'toll_free', 5: 'premium_rate',
	6: 'shared_cost', 7: 'personal_number', 8: 'voip', 9: 'id', 10: 'country_code',
	11: 'international_prefix', 12: 'national_prefix', 13: 'preferred_extension_prefix',
	15: 'national_prefix_for_parsing', 16: 'national_prefix_transform_rule',
	17: 'preferred_international_prefix', 18: 'same_mobile_and_fixed_line_pattern',
	19: 'formats', 20: 'international_formats', 21: 'pager', 22: 'main_country_for_code',
	23: 'leading_digits', 24: 'no_international_dialling', 25: 'uan', 28: 'voicemail',
};
export const SHORT_FIELDS = {
	1: 'general', 4: 'toll_free', 5: 'premium_rate', 9: 'id', 27: 'emergency',
	29: 'short_code', 30: 'standard_rate', 31: 'carrier_specific', 33: 'sms_services',
};
export const DESCRIPTION = { 2: 'pattern', 6: 'example', 9: 'lengths', 10: 'local_lengths' };
export const FORMAT = {
	1: 'pattern', 2: 'template', 3: 'leading_digits', 4: 'national_prefix_rule',
	5: 'carrier_code_rule', 6: 'national_prefix_optional',
};
export const DESCRIBED = new Set([
	'general', 'fixed_line', 'mobile', 'toll_free', 'premium_rate', 'shared_cost',
	'personal_number', 'voip', 'pager', 'no_international_dialling', 'uan', 'voicemail',
	'emergency', 'short_code', 'standard_rate', 'carrier_specific', 'sms_services',
]);
export const FLAGS = new Set([
	'same_mobile_and_fixed_line_pattern', 'main_country_for_code', 'national_prefix_optional',
]);
